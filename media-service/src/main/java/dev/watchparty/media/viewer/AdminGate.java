package dev.watchparty.media.viewer;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Decides who may do what only the admin may. Any thread, never blocks.
@Singleton
public final class AdminGate {

    private static final Logger LOG = Logger.getLogger(AdminGate.class);

    /// Enough for a person who mistypes, nothing for a program that guesses.
    private static final int WRONG_KEYS_AT_ONCE = 10;

    private static final Duration ONE_MORE_EACH = Duration.ofSeconds(10);
    private static final int ADDRESSES = 4096;

    private final AdminKey key;
    private final ClientAddresses addresses;
    private final WrongKeys wrongKeys;
    private final LongSupplier nanoClock;

    @Inject
    AdminGate(AdminConfig config, ClientAddresses addresses) {
        this(new AdminKey(config.key()), addresses, System::nanoTime);
    }

    AdminGate(AdminKey key, ClientAddresses addresses, LongSupplier nanoClock) {
        this.key = key;
        this.addresses = addresses;
        this.wrongKeys = new WrongKeys(WRONG_KEYS_AT_ONCE, ONE_MORE_EACH, ADDRESSES);
        this.nanoClock = nanoClock;
    }

    /// Judges a key, `Authorization: Bearer` of the request where `presentedKey` is null. Wrong keys count against the
    /// client's address, a request without any key does not; the key never reaches a log.
    public Verdict judge(HttpServerRequest request, @Nullable String presentedKey) {
        String presented = presentedKey != null ? presentedKey : bearer(request.getHeader("Authorization"));
        return judge(addresses.of(request), presented);
    }

    Verdict judge(ClientAddress client, @Nullable String presented) {
        if (presented == null || presented.isEmpty()) {
            return Verdict.WRONG_KEY;
        }
        long now = nanoClock.getAsLong();
        String limitedAs = client.network();
        if (!wrongKeys.mayTry(limitedAs, now)) {
            return Verdict.TOO_MANY_WRONG_KEYS;
        }
        if (key.matches(presented)) {
            return Verdict.ADMIN;
        }
        wrongKeys.count(limitedAs, now);
        boolean last = !wrongKeys.mayTry(limitedAs, now);
        LOG.warnf("Wrong admin key from %s%s", client.text(), last ? "; its further keys are refused for a while" : "");
        return Verdict.WRONG_KEY;
    }

    static @Nullable String bearer(@Nullable String authorization) {
        // RFC 9110 11.1: the scheme is case-insensitive.
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        return authorization.substring(7).strip();
    }

    public enum Verdict {
        ADMIN,
        WRONG_KEY,
        /// The address presented too many wrong keys of late; the key was not looked at.
        TOO_MANY_WRONG_KEYS
    }
}
