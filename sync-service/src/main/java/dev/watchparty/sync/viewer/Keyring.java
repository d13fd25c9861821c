package dev.watchparty.sync.viewer;

import dev.watchparty.sync.clock.ServerClock;
import dev.watchparty.sync.settings.BadSetting;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// Judges presented admin keys. Wrong ones count against the client's address, so that nobody tries many; no key
/// at all is no try. Any thread.
@Startup
@Singleton
public final class Keyring {

    private final Secret key;
    private final WrongKeys wrongKeys = new WrongKeys();
    private final DoubleSupplier nowMillis;

    @Inject
    Keyring(AdminSettings settings, ServerClock clock) {
        this(settings, clock::nowMillis);
    }

    Keyring(AdminSettings settings, DoubleSupplier nowMillis) {
        this.key = settings.key()
                .filter(text -> !text.isBlank())
                .map(Secret::new)
                .orElseThrow(() -> BadSetting.missing(
                        "watchparty.admin.key", "ADMIN_KEY", "the key with which the host stages and controls"));
        this.nowMillis = nowMillis;
    }

    /// Judges a presented key.
    ///
    /// @param address canonical text of the client's address
    public Verdict judge(@Nullable String presented, String address) {
        if (presented == null || presented.isEmpty()) {
            return Verdict.WRONG_KEY;
        }
        double now = nowMillis.getAsDouble();
        String network = Callers.network(address);
        if (wrongKeys.tooMany(network, now)) {
            return Verdict.TOO_MANY_WRONG_KEYS;
        }
        if (key.matches(presented)) {
            return Verdict.ADMIN;
        }
        wrongKeys.add(network, now);
        return Verdict.WRONG_KEY;
    }

    public enum Verdict {
        ADMIN,
        /// Or none.
        WRONG_KEY,
        /// The address presented too many wrong keys of late; this one was not looked at.
        TOO_MANY_WRONG_KEYS
    }
}
