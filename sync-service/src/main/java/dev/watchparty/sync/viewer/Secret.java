package dev.watchparty.sync.viewer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// A shared secret, held as its digest: comparing digests takes the same time whatever the presented one's
/// length and first wrong character.
public final class Secret {

    private static final String BEARER = "Bearer ";

    private final byte[] digest;

    public Secret(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("the secret is blank");
        }
        this.digest = sha256(secret);
    }

    public boolean matches(@Nullable String presented) {
        return presented != null && MessageDigest.isEqual(digest, sha256(presented));
    }

    /// The token of an `Authorization: Bearer` header (RFC 6750 2.1), null where it is none.
    public static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
