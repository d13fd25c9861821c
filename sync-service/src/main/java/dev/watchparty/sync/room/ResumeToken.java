package dev.watchparty.sync.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A tab's identity. The secret stays with the tab; everybody else sees its public half, a truncated SHA-256 of
/// it, from which the secret cannot be found. Nothing is kept about tokens, so that they outlive the service.
///
/// @param secret 43 characters of base64url, 256 random bits
public record ResumeToken(String secret) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    public ResumeToken {
        if (!SHAPE.matcher(secret).matches()) {
            throw new IllegalArgumentException("not a resume token");
        }
    }

    public static ResumeToken fresh(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new ResumeToken(BASE64.encodeToString(bytes));
    }

    static Optional<ResumeToken> parse(String presented) {
        return SHAPE.matcher(presented).matches() ? Optional.of(new ResumeToken(presented)) : Optional.empty();
    }

    /// The public half, 16 characters of base64url.
    public String tab() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(("tab:" + secret).getBytes(StandardCharsets.UTF_8));
            return BASE64.encodeToString(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ResumeToken[" + tab() + "]";
    }
}
