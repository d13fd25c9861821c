package dev.watchparty.sync.viewer;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;

/// Text to addresses and back, without ever asking a name server.
final class Addresses {

    private static final int LONGEST =
            "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%0123456789abcdef]:65535".length();

    private Addresses() {}

    /// An IP literal, with or without brackets, port and zone; an IPv4 address mapped into IPv6 is the IPv4
    /// address.
    static Optional<InetAddress> parse(String text) {
        String literal = text.strip();
        if (literal.isEmpty() || literal.length() > LONGEST) {
            return Optional.empty();
        }
        if (literal.startsWith("[")) {
            int end = literal.indexOf(']');
            if (end < 0) {
                return Optional.empty();
            }
            literal = literal.substring(1, end);
        } else if (literal.indexOf(':') >= 0 && literal.indexOf(':') == literal.lastIndexOf(':')) {
            literal = literal.substring(0, literal.indexOf(':'));
        }
        int zone = literal.indexOf('%');
        if (zone >= 0) {
            literal = literal.substring(0, zone);
        }
        if (!NetUtil.isValidIpV4Address(literal) && !NetUtil.isValidIpV6Address(literal)) {
            return Optional.empty();
        }
        return Optional.of(InetAddress.ofLiteral(literal));
    }

    /// RFC 5952 for IPv6.
    static String canonical(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /// The network of an IPv6 address, its first 64 bits (RFC 4291 2.5.1); an IPv4 address is its own.
    static String network64(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4
                ? canonical(address)
                : HexFormat.ofDelimiter(":").formatHex(octets, 0, 8) + "/64";
    }
}
