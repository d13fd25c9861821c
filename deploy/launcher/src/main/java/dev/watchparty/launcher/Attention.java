package dev.watchparty.launcher;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides line by line which part of a service's log a person should see: warnings, errors, the first lines of
/// their stack traces, and what a JVM says outside any log (`Exception in thread ...`, a bad option). One thread.
final class Attention {

    private static final Pattern HEAD =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d[.,]\\d+\\S* +(?<level>[A-Z]+) ");
    /// What the JVM itself says, which no logger heads.
    private static final Pattern ALARM = Pattern.compile(
            "^(Exception in thread |Exception: |Error: |Error occurred |WARNING: |OpenJDK .* warning: |#)");

    private static final int TRACE_LINES = 12;

    private boolean wanted = true;
    private int following;

    boolean deserves(String line) {
        if (ALARM.matcher(line).find()) {
            following = 0;
            wanted = true;
            return true;
        }
        Matcher head = HEAD.matcher(line);
        if (!head.find()) {
            return wanted && following++ < TRACE_LINES;
        }
        following = 0;
        wanted = switch (head.group("level")) {
            case "WARN", "WARNING", "ERROR", "SEVERE", "FATAL" -> true;
            default -> false;
        };
        return wanted;
    }
}
