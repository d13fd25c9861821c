package dev.watchparty.media.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AllowedMethodsTest {

    @Test
    void tells_what_the_resources_answer_to() {
        Map<String, TreeSet<String>> answered = new TreeMap<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.watchparty.media")) {
            if (!resource.isAnnotatedWith(Path.class)) {
                continue;
            }
            String root = resource.getAnnotationOfType(Path.class).value();
            for (JavaMethod method : resource.getMethods()) {
                method.getAnnotations().stream()
                        .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                        .map(annotation -> annotation
                                .getRawType()
                                .getAnnotationOfType(HttpMethod.class)
                                .value())
                        .forEach(name -> answered.computeIfAbsent(
                                        root
                                                + method.tryGetAnnotationOfType(Path.class)
                                                        .map(Path::value)
                                                        .orElse(""),
                                        _ -> new TreeSet<>())
                                .add(name));
            }
        }
        for (TreeSet<String> methods : answered.values()) {
            methods.add("OPTIONS");
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
        }

        assertThat(AllowedMethods.BY_PATH)
                .containsExactlyInAnyOrderEntriesOf(answered.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.join(", ", entry.getValue()))));
    }
}
