package dev.watchparty.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The README's table of settings against the services' own.
class SettingsTableIT {

    /// `| `VARIABLE` | service | default | meaning |`
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\| ([a-z ,]+) \\| ([^|]*) \\| ([^|]+) \\|$");

    private record Row(String services, String fallback) {}

    @Test
    void namesEverySettingOfBothServicesAndNoOther() {
        Map<String, String> expected = new TreeMap<>();
        servicesOf("media-service", "media", expected);
        servicesOf("sync-service", "sync", expected);
        expected.put("WATCHPARTY_JAVA_OPTS", "launcher");

        assertThat(rows().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, row -> row.getValue().services())))
                .containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void tellsEachDefault() {
        for (String module : List.of("media-service", "sync-service")) {
            for (ServiceSettings.Setting setting : ServiceSettings.of(module).all()) {
                // The launcher gives these; each service has its own value.
                if (setting.variable().equals("WATCHPARTY_PEER_URL")) {
                    continue;
                }
                assertThat(Optional.ofNullable(rows().get(setting.variable())).map(Row::fallback))
                        .as(setting.variable())
                        .hasValue(
                                setting.fallback().map(text -> "`" + text + "`").orElse(""));
            }
        }
    }

    @Test
    void holdsWhatTheLaunchersHelpOffers() {
        String launcher = Project.text("deploy/launcher/src/main/java/dev/watchparty/launcher/Launcher.java");
        List<String> offered = Pattern.compile(" (WATCHPARTY_[A-Z_]+|ADMIN_KEY) ")
                .matcher(launcher)
                .results()
                .map(name -> name.group(1))
                .toList();

        assertThat(offered).hasSizeGreaterThan(5);
        assertThat(rows()).containsKeys(offered.toArray(String[]::new));
    }

    private static void servicesOf(String module, String name, Map<String, String> byVariable) {
        ServiceSettings.of(module)
                .all()
                .forEach(setting -> byVariable.merge(
                        setting.variable(),
                        name,
                        (one, other) -> String.join(
                                ", ", new TreeSet<>(Stream.of(one, other).toList()))));
    }

    private static Map<String, Row> rows() {
        return ROW.matcher(Project.text("README.md"))
                .results()
                .collect(Collectors.toMap(
                        (MatchResult row) -> row.group(1),
                        row -> new Row(row.group(2), row.group(3).strip())));
    }
}
