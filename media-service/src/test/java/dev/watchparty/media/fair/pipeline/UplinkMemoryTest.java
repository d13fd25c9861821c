package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.fair.UplinkRate;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UplinkMemoryTest {

    private static final UplinkRate TWO = new UplinkRate(2_000_000);

    @TempDir
    Path stateDir;

    @Test
    void aStartAfterAKillKnowsWhatWasKeptMeanwhile() throws IOException {
        var killed = new UplinkMemory(stateDir);
        killed.keepFingerprint("settings");
        killed.keep(UplinkSetting.parse("auto"));
        killed.remember(TWO);

        UplinkMemory.Remembered remembered = new UplinkMemory(stateDir).read();

        assertThat(remembered.estimate()).isEqualTo(TWO);
        assertThat(remembered.setting()).isEqualTo(UplinkSetting.parse("auto"));
        assertThat(remembered.fingerprint()).isEqualTo("settings");
    }

    @Test
    void anEstimateIsNewsOnceItDiffersByMoreThanATwentieth() {
        var memory = new UplinkMemory(stateDir);
        assertThat(memory.isNews(TWO)).isTrue();
        memory.remember(TWO);

        assertThat(memory.isNews(TWO)).isFalse();
        assertThat(memory.isNews(new UplinkRate(2_099_999))).isFalse();
        assertThat(memory.isNews(new UplinkRate(2_100_001))).isTrue();
        assertThat(memory.isNews(new UplinkRate(1_899_999))).isTrue();
        assertThat(memory.isNews(UplinkRate.UNLIMITED)).isTrue();
        memory.remember(UplinkRate.UNLIMITED);
        assertThat(memory.isNews(UplinkRate.UNLIMITED)).isFalse();
    }

    @Test
    void afterAStartNewsIsWhatDiffersFromWhatWasKeptBefore() {
        new UplinkMemory(stateDir).remember(TWO);
        var memory = new UplinkMemory(stateDir);
        memory.read();

        assertThat(memory.isNews(TWO)).isFalse();
    }

    @Test
    void withAFixedUplinkWhatWasFoundBeforeStays() {
        var memory = new UplinkMemory(stateDir);
        memory.remember(TWO);

        memory.remember(null);

        assertThat(memory.isNews(null)).isFalse();
        assertThat(memory.read().estimate()).isEqualTo(TWO);
    }
}
