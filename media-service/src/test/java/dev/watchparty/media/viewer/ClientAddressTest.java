package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,              192.0.2.7",
        "::ffff:192.0.2.7,       192.0.2.7",
        "2001:db8::1,            2001:db8::/64",
        "2001:db8::ffff:2,       2001:db8::/64",
        "2001:db8:0:1:2:3:4:5,   2001:db8:0:1::/64",
        "::1,                    ::/64",
        "unknown,                unknown"
    })
    void itsNetworkIsWhatOneSubscriberHas(String text, String network) {
        assertThat(new ClientAddress(text, false).network()).isEqualTo(network);
    }
}
