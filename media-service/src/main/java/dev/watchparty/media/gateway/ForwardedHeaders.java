package dev.watchparty.media.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which headers go on to the other side. What belongs to one connection stays on it (RFC 9110 7.6.1), and what tells
/// about the viewer is written here anew: whatever came in could be the viewer's own invention.
final class ForwardedHeaders {

    /// Public name of the viewer, from the cookie that only this service can read.
    static final String VIEWER = "X-Watchparty-Viewer";

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> ABOUT_THE_VIEWER =
            Set.of("forwarded", "via", "x-real-ip", "true-client-ip", "x-client-ip", "x-cluster-client-ip", "host");

    private static final List<String> ABOUT_THE_VIEWER_PREFIXES = List.of("x-forwarded-", "cf-", "x-watchparty-");

    private ForwardedHeaders() {}

    /// Headers of a request for the sync service.
    ///
    /// @param client address of the viewer
    /// @param host host and port that the viewer's browser asked for
    static MultiMap request(MultiMap received, String client, Optional<String> host, boolean secure) {
        MultiMap sent = ofTheMessage(received);
        for (String name : List.copyOf(sent.names())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (ABOUT_THE_VIEWER.contains(lower)
                    || ABOUT_THE_VIEWER_PREFIXES.stream().anyMatch(lower::startsWith)) {
                sent.remove(name);
            }
        }
        sent.set("X-Forwarded-For", client).set("X-Forwarded-Proto", secure ? "https" : "http");
        host.ifPresent(name -> sent.set("X-Forwarded-Host", name));
        return sent;
    }

    /// Headers without those of the connection that they came over.
    static MultiMap ofTheMessage(MultiMap received) {
        Set<String> named = new HashSet<>(OF_THE_CONNECTION);
        for (String line : received.getAll(HttpHeaders.CONNECTION)) {
            for (String option : line.split(",", -1)) {
                named.add(option.strip().toLowerCase(Locale.ROOT));
            }
        }
        MultiMap sent = MultiMap.caseInsensitiveMultiMap();
        for (Map.Entry<String, String> header : received) {
            if (!named.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                sent.add(header.getKey(), header.getValue());
            }
        }
        return sent;
    }
}
