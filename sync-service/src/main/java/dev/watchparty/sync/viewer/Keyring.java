package dev.watchparty.sync.viewer;

import dev.watchparty.sync.clock.ServerClock;
import dev.watchparty.sync.settings.BadSetting;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Judges presented admin keys. Wrong ones count against the client's address, so that nobody tries many. Any
/// thread.
@Startup
@Singleton
public final class Keyring {

    private final Secret key;
    private final WrongKeys wrongKeys = new WrongKeys();
    private final ServerClock clock;

    Keyring(AdminSettings settings, ServerClock clock) {
        this.key = settings.key()
                .filter(text -> !text.isBlank())
                .map(Secret::new)
                .orElseThrow(() -> BadSetting.missing(
                        "watchparty.admin.key", "ADMIN_KEY", "the key with which the host stages and controls"));
        this.clock = clock;
    }

    /// Judges a presented key.
    ///
    /// @param address canonical text of the client's address
    public Verdict judge(@Nullable String presented, String address) {
        double nowMillis = clock.nowMillis();
        if (wrongKeys.tooMany(address, nowMillis)) {
            return Verdict.TOO_MANY_WRONG_KEYS;
        }
        if (key.matches(presented)) {
            return Verdict.ADMIN;
        }
        wrongKeys.add(address, nowMillis);
        return Verdict.WRONG_KEY;
    }

    public enum Verdict {
        ADMIN,
        WRONG_KEY,
        /// The address presented too many wrong keys of late; this one was not looked at.
        TOO_MANY_WRONG_KEYS
    }
}
