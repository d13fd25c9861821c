package dev.watchparty.launcher;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Processes of the stand-in services, which say their pid in their logs.
final class Pids {

    private static final Pattern SAID = Pattern.compile("pid (\\d+)");

    private Pids() {}

    /// Waits for it: what a service says is in its log a moment later.
    static long saidIn(Path log) {
        Matcher said = await("a pid in " + log).until(() -> SAID.matcher(Files.readString(log)), Matcher::find);
        return Long.parseLong(said.group(1));
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
