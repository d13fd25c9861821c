package dev.watchparty.media.problem;

import java.util.Map;
import java.util.Optional;

/// What the REST calls answer to (RFC 9110 15.5.6). The REST layer knows, but does not tell in its 405; a test holds
/// this against the resources' annotations.
final class AllowedMethods {

    private static final String READ = "GET, HEAD, OPTIONS";

    static final Map<String, String> BY_PATH = Map.of(
            "/api/media",
            READ,
            "/api/media/search",
            READ,
            "/api/stage",
            "OPTIONS, POST",
            "/api/staged",
            READ,
            "/api/delivery",
            "GET, HEAD, OPTIONS, PUT",
            "/api/delivery/forecast",
            READ,
            "/internal/rooms",
            READ,
            "/internal/stage-wish",
            "OPTIONS, POST",
            "/internal/viewers",
            "OPTIONS, POST");

    private AllowedMethods() {}

    /// Value of `Allow`, none for an address that is no REST call's.
    static Optional<String> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }
}
