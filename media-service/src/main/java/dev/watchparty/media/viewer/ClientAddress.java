package dev.watchparty.media.viewer;

/// Address of the machine that asks, as far as trusted proxies tell.
///
/// @param text canonical text of the IP address (RFC 5952)
/// @param direct whether it is the connection's own peer and no forwarding header was sent
public record ClientAddress(String text, boolean direct) {

    /// What limits and shares go by: who has one IPv6 address usually has the 2^64 of its network. The address itself
    /// where it is IPv4, also mapped into IPv6, or none that is known; else its first 64 bits, such as
    /// `2001:db8::/64`.
    public String network() {
        return text.indexOf(':') < 0
                ? text
                : IpLiteral.parse(text).map(IpLiteral::network64).orElse(text);
    }
}
