package dev.watchparty.media.viewer;

import java.net.InetAddress;
import java.util.Optional;

/// A block of IP addresses, `10.0.0.0/8` or `2001:db8::/32`; an address without a length is a block of one. Never asks
/// a name server: texts are address literals.
///
/// @param network first address of the block
/// @param prefixLength leading bits that all addresses of the block share, 0 to 32 or 128
public record Cidr(InetAddress network, int prefixLength) {

    public Cidr {
        if (prefixLength < 0 || prefixLength > network.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " does not fit " + network);
        }
    }

    /// Reads `10.0.0.0/8` or a single address.
    ///
    /// @throws IllegalArgumentException where the text is no block of addresses
    public static Cidr parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        Optional<InetAddress> network = IpLiteral.parse(slash < 0 ? trimmed : trimmed.substring(0, slash));
        if (network.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no block of IP addresses such as 10.0.0.0/8 or ::1");
        }
        int bits = network.get().getAddress().length * 8;
        try {
            int length = slash < 0 ? bits : Integer.parseInt(trimmed.substring(slash + 1));
            return new Cidr(network.get(), length);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" needs a prefix length of 0 to " + bits, e);
        }
    }

    /// Whether the block holds an address literal; false for anything else.
    public boolean contains(String literal) {
        return IpLiteral.parse(literal).filter(this::contains).isPresent();
    }

    boolean contains(InetAddress address) {
        byte[] block = network.getAddress();
        byte[] asked = address.getAddress();
        if (block.length != asked.length) {
            return false;
        }
        int wholeBytes = prefixLength / 8;
        for (int i = 0; i < wholeBytes; i++) {
            if (block[i] != asked[i]) {
                return false;
            }
        }
        int restBits = prefixLength % 8;
        int mask = 0xff << (8 - restBits) & 0xff;
        return restBits == 0 || (block[wholeBytes] & mask) == (asked[wholeBytes] & mask);
    }
}
