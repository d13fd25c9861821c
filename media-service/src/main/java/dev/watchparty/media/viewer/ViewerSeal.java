package dev.watchparty.media.viewer;

import dev.watchparty.media.digest.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes values that nobody else can make, `random.hmac` in base64url, and tells them from others.
///
/// The secret is random and of its own: derived from the admin's key, every cookie would let its holder try
/// keys at home.
final class ViewerSeal {

    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int VALUE_BYTES = 16;
    private static final int MAC_BYTES = 16;
    private static final int TEXT_LENGTH = 22;

    private final SecretKeySpec secret;

    ViewerSeal(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HMAC);
    }

    /// With a secret that outlives a restart; made where there is none yet, or a broken one.
    static ViewerSeal kept(Path file) throws IOException {
        if (Files.exists(file)) {
            byte[] secret = Files.readAllBytes(file);
            if (secret.length == SECRET_BYTES) {
                return new ViewerSeal(secret);
            }
            Files.delete(file);
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly())) {
            channel.write(ByteBuffer.wrap(secret));
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            return new ViewerSeal(Files.readAllBytes(file));
        }
        return new ViewerSeal(secret);
    }

    /// A fresh value.
    String make(SecureRandom random) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return text(value) + "." + text(mac(value));
    }

    /// The public name that stands for a value; none for a value that was not made here.
    Optional<String> open(String sealed) {
        if (sealed.length() != 2 * TEXT_LENGTH + 1 || sealed.charAt(TEXT_LENGTH) != '.') {
            return Optional.empty();
        }
        try {
            byte[] value = Base64.getUrlDecoder().decode(sealed.substring(0, TEXT_LENGTH));
            byte[] mac = Base64.getUrlDecoder().decode(sealed.substring(TEXT_LENGTH + 1));
            return MessageDigest.isEqual(mac, mac(value)) ? Optional.of(publicName(value)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// 16 hexadecimal digits that stand for a text, and say nothing of it to who has not the secret.
    String pseudonym(String text) {
        // No value of a cookie begins like this and is as long.
        byte[] mac = mac(("pseudonym of " + text).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, 8);
    }

    private byte[] mac(byte[] value) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return Arrays.copyOf(mac.doFinal(value), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    private static String publicName(byte[] value) {
        return HexFormat.of().formatHex(Sha256.of(value), 0, 12);
    }

    private static String text(byte[] bytes) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
