package dev.watchparty.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.watchparty.media", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.watchparty.media.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_container_reader_imports_no_framework = noClasses()
            .that()
            .resideInAnyPackage("..media.container..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta..", "io.netty..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_scheduler_imports_no_framework = noClasses()
            .that()
            .resideInAPackage("dev.watchparty.media.fair")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta..", "io.netty..", "org.jboss..");

    @ArchTest
    static final ArchRule only_the_edge_touches_pipelines = noClasses()
            .that()
            .resideOutsideOfPackage("dev.watchparty.media.fair.pipeline..")
            .and()
            .doNotHaveFullyQualifiedName("dev.watchparty.media.gateway.HardClose")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.vertx.core.net.impl..");
}
