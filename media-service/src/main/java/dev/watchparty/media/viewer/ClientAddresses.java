package dev.watchparty.media.viewer;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Tells who asks, and for what host. A trusted proxy is believed, and nobody else. For the address that is
/// `CF-Connecting-IP` where it sends one (cloudflared does), else the rightmost address of `X-Forwarded-For` that is no
/// trusted proxy's, because everything left of it was written by somebody whom nobody knows. Any thread.
@Singleton
public final class ClientAddresses {

    /// Any of these says that the request came through a proxy, believed or not.
    static final List<String> FORWARDING_HEADERS =
            List.of("X-Forwarded-For", "Forwarded", "CF-Connecting-IP", "X-Real-IP");

    private static final String UNKNOWN = "unknown";

    private final List<Cidr> trusted;

    @Inject
    ClientAddresses(ProxyConfig config) {
        this(config.trusted().orElse(List.of()));
    }

    ClientAddresses(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    public ClientAddress of(HttpServerRequest request) {
        boolean forwarded = FORWARDING_HEADERS.stream().anyMatch(request.headers()::contains);
        Optional<InetAddress> peer = peer(request);
        if (peer.isEmpty()) {
            return new ClientAddress(UNKNOWN, false);
        }
        InetAddress client = isTrusted(peer.get())
                ? behindTrusted(
                        peer.get(),
                        request.headers().getAll("CF-Connecting-IP"),
                        request.headers().getAll("X-Forwarded-For"))
                : peer.get();
        return new ClientAddress(IpLiteral.canonical(client), !forwarded);
    }

    /// Host and port that the browser asked for, none where the request names none. Of a list, the first is what the
    /// first proxy was asked for.
    public Optional<String> hostOf(HttpServerRequest request) {
        Optional<String> forwarded = told(request, "X-Forwarded-Host");
        return forwarded.isPresent() ? forwarded : Optional.ofNullable(request.getHeader(HttpHeaders.HOST));
    }

    /// Whether the browser's own connection is encrypted.
    public boolean isSecure(HttpServerRequest request) {
        return request.isSSL()
                || told(request, "X-Forwarded-Proto")
                        .filter("https"::equalsIgnoreCase)
                        .isPresent();
    }

    private Optional<String> told(HttpServerRequest request, String header) {
        return fromTrustedProxy(request)
                ? Optional.ofNullable(request.getHeader(header)).map(list -> list.split(",", 2)[0].strip())
                : Optional.empty();
    }

    /// Whether the connection comes from a proxy whose forwarding headers are believed.
    private boolean fromTrustedProxy(HttpServerRequest request) {
        return peer(request).filter(this::isTrusted).isPresent();
    }

    /// Whether the connection's own peer is this machine.
    boolean fromLoopback(HttpServerRequest request) {
        return peer(request).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    InetAddress behindTrusted(InetAddress peer, List<String> cfConnectingIp, List<String> xForwardedFor) {
        if (cfConnectingIp.size() == 1) {
            Optional<InetAddress> told =
                    IpLiteral.parse(cfConnectingIp.getFirst().strip());
            if (told.isPresent()) {
                return told.get();
            }
        }
        InetAddress nearest = peer;
        for (String line : xForwardedFor.reversed()) {
            for (String hop : List.of(line.split(",", -1)).reversed()) {
                Optional<InetAddress> told = IpLiteral.parseWithPort(hop.strip());
                if (told.isEmpty()) {
                    // Whoever wrote this is the last one we know.
                    return nearest;
                }
                nearest = told.get();
                if (!isTrusted(nearest)) {
                    return nearest;
                }
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    private static Optional<InetAddress> peer(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        if (peer == null || peer.hostAddress() == null) {
            return Optional.empty();
        }
        String text = peer.hostAddress();
        int zone = text.indexOf('%');
        return IpLiteral.parse(zone < 0 ? text : text.substring(0, zone));
    }
}
