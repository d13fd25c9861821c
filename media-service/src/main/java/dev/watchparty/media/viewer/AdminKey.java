package dev.watchparty.media.viewer;

import dev.watchparty.media.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The admin's key, held as its digest: comparing digests takes the same time whatever the presented key's length and
/// first wrong character.
public final class AdminKey {

    private final byte[] digest;

    AdminKey(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("the admin's key is blank");
        }
        this.digest = sha256(key);
    }

    public boolean matches(@Nullable String presented) {
        return presented != null && MessageDigest.isEqual(digest, sha256(presented));
    }

    private static byte[] sha256(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }
}
