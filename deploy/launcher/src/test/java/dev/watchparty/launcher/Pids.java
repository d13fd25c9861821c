package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Processes of the stand-in services, which say their pid in their logs.
final class Pids {

    private static final Pattern SAID = Pattern.compile("pid (\\d+)");

    private Pids() {}

    static long saidIn(String log) {
        Matcher pid = SAID.matcher(log);
        assertThat(pid.find()).as("a pid in %s", log).isTrue();
        return Long.parseLong(pid.group(1));
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
