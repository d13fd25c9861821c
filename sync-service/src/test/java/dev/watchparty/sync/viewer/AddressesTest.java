package dev.watchparty.sync.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "' 203.0.113.7 ', 203.0.113.7",
        "203.0.113.7:51234, 203.0.113.7",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:443, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "::ffff:203.0.113.7, 203.0.113.7",
        "::1, ::1",
    })
    void anAddressHasOneText(String written, String canonical) {
        assertThat(Addresses.parse(written).map(Addresses::canonical)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "example.com",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "[::1",
                "_hidden",
                "1.2.3.4, 5.6.7.8"
            })
    void whatIsNoAddressIsNotLookedUp(String written) {
        assertThat(Addresses.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.9.9.9, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
    })
    void aBlockHoldsItsAddresses(String block, String address, boolean expected) {
        assertThat(AddressBlock.parse(block)
                        .orElseThrow()
                        .contains(Addresses.parse(address).orElseThrow()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129", "hello/8", "/8"})
    void whatIsNoBlockIsRefused(String block) {
        assertThat(AddressBlock.parse(block)).isEmpty();
    }
}
