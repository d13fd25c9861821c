package dev.watchparty.media.viewer;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Decides who may do what only the admin may. Any thread.
public interface AdminGate {

    /// Judges a key, `Authorization: Bearer` of the request where `presentedKey` is null. Wrong keys count against the
    /// client's address; the key never reaches a log.
    Verdict judge(HttpServerRequest request, @Nullable String presentedKey);

    enum Verdict {
        ADMIN,
        WRONG_KEY,
        /// The address presented too many wrong keys of late; the key was not looked at.
        TOO_MANY_WRONG_KEYS
    }
}
