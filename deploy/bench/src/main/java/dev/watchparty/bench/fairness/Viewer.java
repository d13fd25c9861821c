package dev.watchparty.bench.fairness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// Somebody whose browser has the service's cookie.
///
/// @param address that they come from
/// @param cookie as it is sent, `name=value`
record Viewer(String address, String cookie) {

    /// The name under which services speak of them, a hash of what the cookie seals.
    String publicName() {
        String sealed = cookie.substring(cookie.indexOf('=') + 1);
        byte[] value = Base64.getUrlDecoder()
                .decode(sealed.substring(0, sealed.indexOf('.')).getBytes(StandardCharsets.US_ASCII));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
