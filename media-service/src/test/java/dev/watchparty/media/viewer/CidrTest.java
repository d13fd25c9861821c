package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,      127.255.0.1,        true",
        "127.0.0.0/8,      128.0.0.1,          false",
        "127.0.0.1,        127.0.0.1,          true",
        "127.0.0.1,        127.0.0.2,          false",
        "172.16.0.0/12,    172.31.255.255,     true",
        "172.16.0.0/12,    172.32.0.0,         false",
        "0.0.0.0/0,        203.0.113.9,        true",
        "0.0.0.0/0,        2001:db8::1,        false",
        "::1,              ::1,                true",
        "::1,              0:0:0:0:0:0:0:1,    true",
        "::1,              ::2,                false",
        "2001:db8::/33,    2001:db8:7fff::1,   true",
        "2001:db8::/33,    2001:db8:8000::1,   false",
        "10.0.0.0/8,       ::ffff:10.1.2.3,    true",
    })
    void aBlockHoldsTheAddressesThatShareItsPrefix(String block, String address, boolean held) {
        assertThat(Cidr.parse(block).contains(IpLiteral.parse(address).orElseThrow()))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0/8",
                "10.0.0.0/",
                "fe80::1%eth0"
            })
    void whatIsNoBlockIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
