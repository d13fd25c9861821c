package dev.watchparty.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The admin's key and the services' shared secret.
final class AdminKey {

    /// Without the letters and digits that people mistake for each other; 32 of them, 5 bits each.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 5;
    private static final int GROUP_LENGTH = 4;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private AdminKey() {}

    /// The key that an earlier run kept in the file, or a new one (about 99 bits), kept there for its owner alone.
    static String keptIn(Path file) {
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                if (!kept.isEmpty()) {
                    restrict(file);
                    return kept;
                }
            }
            String key = random();
            // Never under its name half-written, nor for a moment readable by others.
            Path unfinished = Files.createTempFile(file.getParent(), ".admin-key", "", ownerOnly(file));
            Files.writeString(unfinished, key + "\n", StandardCharsets.UTF_8);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("the admin's key in " + file, e);
        }
    }

    /// 256 random bits in hexadecimal.
    static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                key.append('-');
            }
            key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return key.toString();
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return hasPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static void restrict(Path file) throws IOException {
        if (hasPermissions(file) && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static boolean hasPermissions(Path file) {
        return FileSystems.getDefault().equals(file.getFileSystem())
                && file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
