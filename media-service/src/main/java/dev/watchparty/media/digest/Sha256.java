package dev.watchparty.media.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4), which every JDK has. Any thread.
public final class Sha256 {

    private Sha256() {}

    /// Of all of it, 32 bytes.
    public static byte[] of(byte[] content) {
        return begin().digest(content);
    }

    /// To be fed piece by piece.
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
