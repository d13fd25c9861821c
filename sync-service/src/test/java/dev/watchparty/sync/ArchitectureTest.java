package dev.watchparty.sync;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.common.annotation.NonBlocking;

@AnalyzeClasses(packages = "dev.watchparty.sync", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.watchparty.sync.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_core_imports_no_framework = noClasses()
            .that()
            .resideInAnyPackage("..sync.room..", "..sync.timeline..", "..sync.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta..", "io.netty..")
            .allowEmptyShould(true);

    /// Without the annotation a callback that returns nothing runs on a worker, where messages overtake each
    /// other.
    @ArchTest
    static final ArchRule socket_callbacks_stay_on_the_event_loop = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(WebSocket.class)
            .and(are(annotatedWith(describe("a callback", ArchitectureTest::isCallback))))
            .should()
            .beAnnotatedWith(NonBlocking.class);

    private static boolean isCallback(JavaAnnotation<?> annotation) {
        return annotation.getRawType().getPackageName().equals("io.quarkus.websockets.next")
                && annotation.getRawType().getSimpleName().startsWith("On");
    }
}
