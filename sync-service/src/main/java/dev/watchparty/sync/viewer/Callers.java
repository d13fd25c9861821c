package dev.watchparty.sync.viewer;

import dev.watchparty.sync.settings.BadSetting;
import io.quarkus.runtime.Startup;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who sends a request, and whether its page is ours. Forwarding headers are believed only from trusted
/// proxies. Any thread.
@Startup
@Singleton
public final class Callers {

    private static final String CF_CONNECTING_IP = "CF-Connecting-IP";
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String X_FORWARDED_HOST = "X-Forwarded-Host";
    private static final String X_WATCHPARTY_VIEWER = "X-Watchparty-Viewer";
    private static final Pattern VIEWER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> FORWARDING = List.of(X_FORWARDED_FOR, "Forwarded", CF_CONNECTING_IP, "X-Real-IP");
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String UNKNOWN = "unknown";

    private final List<AddressBlock> trusted;

    Callers(ProxySettings settings) {
        this.trusted = settings.trusted().orElse(List.of()).stream()
                .map(block -> AddressBlock.parse(block.strip())
                        .orElseThrow(() -> BadSetting.refused(
                                "watchparty.proxy.trusted",
                                block,
                                "a list of addresses or blocks of proxies, such as 127.0.0.0/8,::1")))
                .toList();
    }

    /// Canonical text of the client's address: what `CF-Connecting-IP` says, else the rightmost address of
    /// `X-Forwarded-For` that is not a trusted proxy, else the peer's.
    public String address(HttpServerRequest request) {
        Optional<InetAddress> peer = peer(request);
        if (peer.isEmpty()) {
            return UNKNOWN;
        }
        return Addresses.canonical(
                isTrusted(peer.get()) ? forwarded(request.headers()).orElse(peer.get()) : peer.get());
    }

    /// What limits go by: who has one IPv6 address usually has the 2^64 of its network.
    ///
    /// @param address as [#address] tells it
    public static String network(String address) {
        return address.indexOf(':') < 0
                ? address
                : Addresses.parse(address).map(Addresses::network64).orElse(address);
    }

    /// Public name of the browser that asks, a hash of its cookie: what the front door says, else, where a tunnel
    /// brings sockets here without passing it, what the cookie itself says.
    public Optional<String> viewer(HttpServerRequest request) {
        boolean believed = peer(request).map(this::isTrusted).orElse(false);
        return Optional.ofNullable(request.getHeader(X_WATCHPARTY_VIEWER))
                .filter(viewer -> believed && VIEWER.matcher(viewer).matches())
                .or(() -> Optional.ofNullable(request.getCookie(BrowserName.COOKIE))
                        .map(Cookie::getValue)
                        .flatMap(BrowserName::of));
    }

    /// Whether the request comes from this very machine, without a proxy between and not through a name that an
    /// attacker lets point here.
    public boolean isDirectLoopback(HttpServerRequest request) {
        return peer(request).map(InetAddress::isLoopbackAddress).orElse(false)
                && FORWARDING.stream().noneMatch(header -> request.headers().contains(header))
                && LOCAL_NAMES.contains(withoutPort(request.getHeader("Host")));
    }

    /// Whether a page of another site sends the request. What is no page sends no `Origin` and is not foreign.
    public boolean isForeignOrigin(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            return false;
        }
        String origin = origins.getFirst();
        int scheme = origin.indexOf("://");
        if (origins.size() > 1 || scheme < 0) {
            return true;
        }
        boolean https = origin.regionMatches(true, 0, "https:", 0, 6);
        String host = host(request);
        return host == null || !normalized(origin.substring(scheme + 3), https).equals(normalized(host, https));
    }

    private @Nullable String host(HttpServerRequest request) {
        String forwarded = request.getHeader(X_FORWARDED_HOST);
        if (forwarded != null && peer(request).map(this::isTrusted).orElse(false)) {
            return forwarded.strip();
        }
        return request.getHeader("Host");
    }

    private Optional<InetAddress> forwarded(MultiMap headers) {
        String cloudflare = headers.get(CF_CONNECTING_IP);
        if (cloudflare != null) {
            Optional<InetAddress> address = Addresses.parse(cloudflare);
            if (address.isPresent()) {
                return address;
            }
        }
        String[] hops = String.join(",", headers.getAll(X_FORWARDED_FOR)).split(",", -1);
        Optional<InetAddress> nearest = Optional.empty();
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = Addresses.parse(hops[i]);
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop;
            if (!isTrusted(hop.get())) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    private static Optional<InetAddress> peer(HttpServerRequest request) {
        SocketAddress remote = request.connection().remoteAddress();
        return remote == null
                ? Optional.empty()
                : Optional.ofNullable(remote.hostAddress()).flatMap(Addresses::parse);
    }

    /// Without the port that the scheme implies, as browsers leave it out.
    private static String normalized(String authority, boolean https) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String implied = https ? ":443" : ":80";
        return lower.endsWith(implied) ? lower.substring(0, lower.length() - implied.length()) : lower;
    }

    private static String withoutPort(@Nullable String host) {
        if (host == null) {
            return "";
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }
}
