package dev.watchparty.media.fair.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.state.StateFiles;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `state/fair.json`: the admin's live setting, the uplink that was found last, and a fingerprint of the
/// settings. What cannot be read is forgotten.
@Singleton
final class UplinkMemory {

    private static final Logger LOG = Logger.getLogger(UplinkMemory.class);

    /// A line's figure is never the same twice: less of a change is none.
    private static final double NEWS = 0.05;

    private final Path file;
    private volatile @Nullable UplinkRate kept;

    /// @param setting null unless the admin changed it
    /// @param estimate null unless one was found
    /// @param fingerprint of the configured settings at the last start, null before the first
    record Remembered(
            @Nullable UplinkSetting setting,
            @Nullable UplinkRate estimate,
            @Nullable String fingerprint) {}

    @Inject
    UplinkMemory(@ConfigProperty(name = "watchparty.state.dir") Path stateDir) {
        this.file = stateDir.resolve("fair.json");
    }

    Remembered read() {
        try {
            JsonObject json = new JsonObject(Files.readString(file));
            String setting = json.getString("uplink");
            String estimate = json.getString("estimate");
            var remembered = new Remembered(
                    setting == null ? null : UplinkSetting.parse(setting),
                    estimate == null ? null : UplinkRate.parse(estimate),
                    json.getString("settings"));
            kept = remembered.estimate();
            return remembered;
        } catch (NoSuchFileException e) {
            return new Remembered(null, null, null);
        } catch (IOException | DecodeException | ClassCastException | IllegalArgumentException e) {
            LOG.warnf("Cannot read %s, going on without: %s", file.getFileName(), e.getMessage());
            return new Remembered(null, null, null);
        }
    }

    /// Keeps what the admin set. Blocks.
    synchronized void keep(UplinkSetting setting) throws IOException {
        Remembered before = read();
        write(new Remembered(setting, before.estimate(), before.fingerprint()));
    }

    /// Keeps what tells the settings of this start from those of the next. Blocks.
    synchronized void keepFingerprint(String fingerprint) throws IOException {
        Remembered before = read();
        write(new Remembered(before.setting(), before.estimate(), fingerprint));
    }

    private void write(Remembered remembered) throws IOException {
        JsonObject json = new JsonObject();
        if (remembered.setting() != null) {
            json.put("uplink", remembered.setting().toString());
        }
        if (remembered.estimate() != null) {
            json.put("estimate", remembered.estimate().toString());
        }
        if (remembered.fingerprint() != null) {
            json.put("settings", remembered.fingerprint());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        StateFiles.replace(file, (json.encodePrettily() + "\n").getBytes(UTF_8));
    }

    /// Whether an estimate is another one than what is kept, by more than 5 %. Any thread.
    ///
    /// @param estimate null where the uplink is not found out
    boolean isNews(@Nullable UplinkRate estimate) {
        UplinkRate before = kept;
        if (estimate == null || before == null || estimate.isUnlimited() || before.isUnlimited()) {
            return estimate != null && !estimate.equals(before);
        }
        return Math.abs(estimate.bytesPerSecond() - before.bytesPerSecond()) > NEWS * before.bytesPerSecond();
    }

    /// Keeps what was found out beside what the admin set. Blocks.
    ///
    /// @param estimate null where the uplink is not found out: then what is kept stays
    synchronized void remember(@Nullable UplinkRate estimate) {
        if (estimate == null) {
            return;
        }
        try {
            Remembered before = read();
            write(new Remembered(before.setting(), estimate, before.fingerprint()));
            kept = estimate;
        } catch (IOException e) {
            LOG.warnf("Cannot keep the uplink's estimate in %s: %s", file.getFileName(), e.getMessage());
        }
    }
}
