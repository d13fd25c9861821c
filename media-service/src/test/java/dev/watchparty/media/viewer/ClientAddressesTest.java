package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ClientAddressesTest {

    private final ClientAddresses addresses =
            new ClientAddresses(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1"), Cidr.parse("10.0.0.0/8")));

    @ParameterizedTest(name = "CF-Connecting-IP {0}, X-Forwarded-For {1}: {2}")
    @MethodSource
    void aTrustedProxyTellsWhoAsks(List<String> cfConnectingIp, List<String> xForwardedFor, String client) {
        InetAddress peer = InetAddress.ofLiteral("127.0.0.1");

        InetAddress told = addresses.behindTrusted(peer, cfConnectingIp, xForwardedFor);

        assertThat(IpLiteral.canonical(told)).isEqualTo(client);
    }

    static Stream<Arguments> aTrustedProxyTellsWhoAsks() {
        List<String> none = List.of();
        return Stream.of(
                Arguments.of(none, none, "127.0.0.1"),
                Arguments.of(List.of("203.0.113.7"), none, "203.0.113.7"),
                Arguments.of(List.of("203.0.113.7"), List.of("198.51.100.1"), "203.0.113.7"),
                Arguments.of(List.of("2001:DB8:0:0::0:1"), none, "2001:db8::1"),
                Arguments.of(List.of("::ffff:203.0.113.7"), none, "203.0.113.7"),
                // Two of them were not both written by the edge.
                Arguments.of(List.of("203.0.113.7", "203.0.113.8"), List.of("198.51.100.1"), "198.51.100.1"),
                Arguments.of(List.of("not an address"), List.of("198.51.100.1"), "198.51.100.1"),
                Arguments.of(none, List.of("198.51.100.1"), "198.51.100.1"),
                // What stands left of the first stranger is the stranger's own claim.
                Arguments.of(none, List.of("192.0.2.66, 198.51.100.1"), "198.51.100.1"),
                Arguments.of(none, List.of("192.0.2.66, 198.51.100.1, 10.0.0.4"), "198.51.100.1"),
                Arguments.of(none, List.of("192.0.2.66", "198.51.100.1,10.0.0.4"), "198.51.100.1"),
                Arguments.of(none, List.of("198.51.100.1:4711"), "198.51.100.1"),
                Arguments.of(none, List.of("[2001:db8::5]:4711"), "2001:db8::5"),
                Arguments.of(none, List.of("2001:db8::5"), "2001:db8::5"),
                Arguments.of(none, List.of("198.51.100.1, unknown, 10.0.0.4"), "10.0.0.4"),
                Arguments.of(none, List.of("198.51.100.1, "), "127.0.0.1"),
                Arguments.of(none, List.of("fe80::1%eth0"), "127.0.0.1"),
                Arguments.of(none, List.of("10.0.0.3, 10.0.0.4"), "10.0.0.3"),
                Arguments.of(none, List.of("1".repeat(5000)), "127.0.0.1"));
    }
}
