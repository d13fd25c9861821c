package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.fair.pipeline.UplinkMemory.Remembered;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ConfigDriftTest {

    private static final SortedMap<String, String> SETTINGS =
            new TreeMap<>(Map.of("watchparty.fair.uplink", "20M", "watchparty.fair.head-cache", "33554432"));
    private static final Remembered NOTHING = new Remembered(null, null, null);

    @Test
    void whereAllIsAsItWasThereIsNothingToSay() {
        Remembered same =
                new Remembered(UplinkSetting.parse("20M"), null, ConfigDrift.fingerprint(new TreeMap<>(SETTINGS)));

        assertThat(ConfigDrift.drift(
                        SETTINGS, same, Set.of("PATH", "FAIR_DELIVERY", "WATCHPARTY_FAIR_HEAD_CACHE", "UNFAIR_X")))
                .isEmpty();
        assertThat(ConfigDrift.drift(SETTINGS, NOTHING, Set.of())).isEmpty();
    }

    @Test
    void theAdminsSettingThatGoesBeforeTheConfiguredOneIsNamedWithBoth() {
        Remembered live = new Remembered(UplinkSetting.parse("12M"), null, null);

        assertThat(ConfigDrift.drift(SETTINGS, live, Set.of()))
                .singleElement()
                .asString()
                .contains("watchparty.fair.uplink", "12M", "20M");
    }

    @Test
    void everyVariableThatIsNoSettingIsNamed() {
        assertThat(ConfigDrift.drift(SETTINGS, NOTHING, Set.of("FAIR_RATE", "WATCHPARTY_FAIR_UPLNK", "FAIR_DELIVERY")))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("FAIR_RATE "),
                        two -> assertThat(two).startsWith("WATCHPARTY_FAIR_UPLNK "));
    }

    @Test
    void settingsThatAreNotThoseOfTheLastStartAreSaidByTheirFingerprints() {
        SortedMap<String, String> changed = new TreeMap<>(SETTINGS);
        changed.put("watchparty.fair.uplink", "30M");
        String last = ConfigDrift.fingerprint(SETTINGS);

        assertThat(ConfigDrift.fingerprint(changed)).isNotEqualTo(last).hasSize(12);
        assertThat(ConfigDrift.drift(changed, new Remembered(null, null, last), Set.of()))
                .singleElement()
                .asString()
                .contains(last, ConfigDrift.fingerprint(changed));
    }
}
