package dev.watchparty.sync.viewer;

import java.net.InetAddress;
import java.util.Optional;

/// A block of addresses in CIDR notation (RFC 4632 3.1, RFC 4291 2.3); a lone address is a block of one.
record AddressBlock(InetAddress first, int prefixBits) {

    AddressBlock {
        if (prefixBits < 0 || prefixBits > first.getAddress().length * 8) {
            throw new IllegalArgumentException("no prefix length of " + first + ": " + prefixBits);
        }
    }

    /// Empty where the text is no block.
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        return Addresses.parse(literal).flatMap(address -> {
            int bits = address.getAddress().length * 8;
            if (slash < 0) {
                return Optional.of(new AddressBlock(address, bits));
            }
            try {
                int prefix = Integer.parseInt(text.substring(slash + 1));
                return prefix < 0 || prefix > bits ? Optional.empty() : Optional.of(new AddressBlock(address, prefix));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
