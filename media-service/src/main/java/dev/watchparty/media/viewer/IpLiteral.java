package dev.watchparty.media.viewer;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// IP addresses as text, strictly: four decimal numbers, or IPv6 without a zone. Names are not looked up.
final class IpLiteral {

    /// An IPv6 address with an IPv4 tail in brackets and a port is the longest that makes sense.
    private static final int LONGEST = 64;

    private IpLiteral() {}

    static Optional<InetAddress> parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST || text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            // An IPv4 address that is mapped into IPv6 comes out as what it is, IPv4.
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /// As proxies write it in `X-Forwarded-For`: some add the port, `192.0.2.1:4711` or `[2001:db8::1]:4711`.
    static Optional<InetAddress> parseWithPort(String text) {
        String host = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            host = end < 0 ? text : text.substring(1, end);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            host = text.substring(0, text.indexOf(':'));
        }
        return parse(host);
    }

    /// RFC 5952 text, the same for every spelling of the address.
    static String canonical(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /// The first 64 bits of an IPv6 address, all of an IPv4 address.
    static String network64(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return canonical(address);
        }
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return canonical(InetAddress.getByAddress(bytes)) + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
