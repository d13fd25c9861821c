package dev.watchparty.media.viewer;

/// Address of the machine that asks, as far as trusted proxies tell.
///
/// @param text canonical text of the IP address (RFC 5952)
/// @param direct whether it is the connection's own peer and no forwarding header was sent
public record ClientAddress(String text, boolean direct) {}
