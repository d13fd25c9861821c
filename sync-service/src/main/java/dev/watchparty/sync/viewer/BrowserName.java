package dev.watchparty.sync.viewer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Public name of a browser, from the cookie that the media service gave it: `random.hmac` in base64url. The name is a
/// hash of the random half, so that only who holds the cookie can say it. The seal is not looked at, it is the media
/// service's: a made-up cookie has a name that no film is sent to.
final class BrowserName {

    static final String COOKIE = "watchparty-viewer";

    private static final Pattern SEALED = Pattern.compile("([A-Za-z0-9_-]{22})\\.[A-Za-z0-9_-]{22}");
    private static final int NAME_BYTES = 12;

    private BrowserName() {}

    /// The name that a cookie stands for; none where it has not the shape of ours.
    static Optional<String> of(String cookie) {
        Matcher sealed = SEALED.matcher(cookie);
        if (!sealed.matches()) {
            return Optional.empty();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getUrlDecoder().decode(sealed.group(1)));
            return Optional.of(HexFormat.of().formatHex(hash, 0, NAME_BYTES));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
