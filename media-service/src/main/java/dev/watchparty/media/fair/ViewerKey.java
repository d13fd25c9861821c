package dev.watchparty.media.fair;

/// Whose share a response is served from.
///
/// @param address client address, of IPv6 its network of 64 bits
/// @param slot which of the address's shares, from 0
public record ViewerKey(String address, int slot) {

    public ViewerKey {
        if (slot < 0 || slot >= ViewerGroups.SHARES_PER_ADDRESS) {
            throw new IllegalArgumentException("no such share of " + address + ": " + slot);
        }
    }
}
