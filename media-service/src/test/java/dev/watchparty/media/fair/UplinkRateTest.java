package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UplinkRateTest {

    @ParameterizedTest
    @CsvSource({"20M, 2500000", "2.5M, 312500", "512K, 64000", "1G, 125000000", "64000, 8000", "19m, 2375000"})
    void readsBitsOfBodyPerSecond(String text, long bytesPerSecond) {
        assertThat(UplinkRate.parse(text)).isEqualTo(new UplinkRate(bytesPerSecond));
        assertThat(UplinkRate.parse(UplinkRate.parse(text).toString())).isEqualTo(UplinkRate.parse(text));
    }

    @Test
    void readsThatThereIsNoLimit() {
        assertThat(UplinkRate.parse("unlimited")).isEqualTo(UplinkRate.UNLIMITED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0M", "-5M", "", "fast", "20MB", "20 M", "1e9", "9999999999999G", "1K", "101G", "NaN"})
    void refusesNonsenseAndSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> UplinkRate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("20M");
    }

    @ParameterizedTest
    @CsvSource({
        "64K, 8192",
        "8M, 8192",
        "19M, 16384",
        "20M, 16384",
        "40M, 32768",
        "100M, 65536",
        "101M, 65536",
        "200M, 131072",
        "1G, 262144",
        "100G, 262144",
        "unlimited, 65536"
    })
    void aQuantumIsFiveToTenMillisecondsOfTheUplink(String rate, long quantumBytes) {
        assertThat(UplinkRate.parse(rate).quantumBytes()).isEqualTo(quantumBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "64K, 65536",
        "20M, 65536",
        "40M, 65536",
        "100M, 131072",
        "200M, 500000",
        "1G, 1048576",
        "unlimited, 1048576"
    })
    void aWindowIsTwoQuantaAndWhereTheseAreShortTwentyMilliseconds(String rate, long windowBytes) {
        assertThat(UplinkRate.parse(rate).windowBytes()).isEqualTo(windowBytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64K", "8M", "19M", "40M", "99M", "101M", "500M", "5G", "unlimited"})
    void aWindowHoldsTwoQuantaAtLeast(String text) {
        UplinkRate rate = UplinkRate.parse(text);

        assertThat(rate.windowBytes()).isGreaterThanOrEqualTo(2 * rate.quantumBytes());
    }
}
