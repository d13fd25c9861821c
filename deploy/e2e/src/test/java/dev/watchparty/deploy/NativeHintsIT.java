package dev.watchparty.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a native image cannot find out by itself, held against the services' classes: nothing builds one here.
class NativeHintsIT {

    private static final String OURS = "dev.watchparty.";
    private static final String REGISTERED = "io.quarkus.runtime.annotations.RegisterForReflection";

    /// Jackson finds the parts of a record by reflection. Quarkus sees those in the signatures of REST methods; what
    /// code of ours gives to a mapper by hand it does not.
    ///
    /// @param handed what is written without its class ever being named to the mapper
    @ParameterizedTest
    @CsvSource({
        "media-service, dev.watchparty.media.staging.StageRecord, dev.watchparty.media.staging.StageEvent",
        "sync-service, dev.watchparty.sync.protocol.ClientMessage, dev.watchparty.sync.room.SavedRoom"
    })
    void whatOurMappersReadAndWriteIsRegistered(String module, String named, String handed) {
        JavaClasses classes = new ClassFileImporter()
                .importPath(Project.file(module).resolve("target/classes"))
                .that(DescribedPredicate.describe("ours", NativeHintsIT::isOurs));
        Set<JavaClass> used = classes.stream()
                .filter(NativeHintsIT::mapsJson)
                .flatMap(user -> user.getReferencedClassObjects().stream())
                .map(reference -> reference.getRawType())
                .filter(NativeHintsIT::isData)
                .collect(Collectors.toSet());
        assertThat(used).extracting(JavaClass::getName).contains(named);
        used.add(classes.get(handed));

        Set<String> known = names(reachable(classes.stream().flatMap(NativeHintsIT::inRestSignatures)));
        known.addAll(registered(classes));

        assertThat(names(reachable(used.stream()))).isSubsetOf(known);
    }

    /// What looks at a class's methods finds in a native image those of registered classes alone.
    @Test
    void whatOurCodeLooksAtByReflectionIsRegistered() {
        JavaClasses classes =
                new ClassFileImporter().importPath(Project.file("media-service").resolve("target/classes"));
        Set<String> looked = classes.stream()
                .filter(type -> isOurs(type) && looksAtMethods(type))
                .flatMap(user -> user.getReferencedClassObjects().stream())
                .map(reference -> reference.getRawType())
                .filter(NativeHintsIT::isData)
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertThat(looked)
                .contains("dev.watchparty.media.fair.pipeline.FairConfig")
                .isSubsetOf(registered(classes));
    }

    private static boolean looksAtMethods(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Class.class)
                        && call.getName().matches("get(Declared)?(Methods?|RecordComponents|Constructors?|Fields?)"));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getName().startsWith(OURS);
    }

    private static boolean isData(JavaClass type) {
        return isOurs(type) && (type.isRecord() || type.isInterface() || type.isEnum());
    }

    private static boolean mapsJson(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency ->
                        dependency.getTargetClass().getName().startsWith("com.fasterxml.jackson.databind.Object"));
    }

    private static Stream<JavaClass> inRestSignatures(JavaClass type) {
        return type.isAnnotatedWith("jakarta.ws.rs.Path")
                ? type.getMethods().stream().flatMap(NativeHintsIT::inSignature).filter(NativeHintsIT::isData)
                : Stream.empty();
    }

    private static Stream<JavaClass> inSignature(JavaMethod method) {
        return Stream.concat(
                method.getReturnType().getAllInvolvedRawTypes().stream(),
                method.getParameterTypes().stream().flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()));
    }

    /// Named by an annotation, with what is nested in them.
    private static Set<String> registered(JavaClasses classes) {
        Set<String> targets = new HashSet<>();
        for (JavaClass type : classes) {
            if (!type.isAnnotatedWith(REGISTERED)) {
                continue;
            }
            JavaAnnotation<?> annotation = type.getAnnotationOfType(REGISTERED);
            List<JavaClass> others =
                    Arrays.asList((JavaClass[]) annotation.get("targets").orElse(new JavaClass[0]));
            others.forEach(other -> targets.add(other.getName()));
            Arrays.stream((String[]) annotation.get("classNames").orElse(new String[0]))
                    .forEach(targets::add);
            if (others.isEmpty()) {
                targets.add(type.getName());
            }
        }
        return classes.stream()
                .map(JavaClass::getName)
                .filter(name ->
                        targets.stream().anyMatch(target -> name.equals(target) || name.startsWith(target + "$")))
                .collect(Collectors.toSet());
    }

    /// These, the types of their parts, and what implements them.
    private static Set<JavaClass> reachable(Stream<JavaClass> roots) {
        Set<JavaClass> seen = new HashSet<>();
        Deque<JavaClass> next = new ArrayDeque<>(roots.toList());
        while (!next.isEmpty()) {
            JavaClass type = next.pop();
            if (seen.add(type)) {
                Stream.concat(
                                type.getFields().stream()
                                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                        .flatMap(NativeHintsIT::involved),
                                type.getAllSubclasses().stream())
                        .filter(NativeHintsIT::isData)
                        .forEach(next::push);
            }
        }
        return seen;
    }

    private static Stream<JavaClass> involved(JavaMember field) {
        return field.getAllInvolvedRawTypes().stream();
    }

    private static Set<String> names(Set<JavaClass> types) {
        return types.stream().map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
    }
}
