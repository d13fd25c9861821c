package dev.watchparty.sync;

import dev.watchparty.sync.settings.BadSetting;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns what kept the service from starting into one line that a person can act on.
final class StartFailure {

    private static final Pattern MISSING = Pattern.compile("The config property (\\S+) is required");
    private static final Pattern UNEXPANDED = Pattern.compile("Could not expand value (\\S+) in property (\\S+)");
    private static final Pattern UNCONVERTED = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("\\b(?:[\\w.]+(?:Exception|Error): )?SRCFG\\d+: ");

    private StartFailure() {}

    /// Empty where the cause is none that a person's setting or machine explains.
    static Optional<String> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> line = line(cause);
            if (line.isPresent()) {
                return line.map(text -> text.replaceAll("\\s*\\R\\s*", "; "));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> line(Throwable cause) {
        return switch (cause) {
            case BadSetting bad -> Optional.ofNullable(bad.getMessage());
            case ConfigValidationException invalid -> Optional.of(settings(invalid));
            case QuarkusBindException taken ->
                Optional.of("cannot listen on " + taken.getHost() + ", port " + taken.getPort()
                        + ": stop what listens there, or set WATCHPARTY_SYNC_HOST and WATCHPARTY_SYNC_PORT");
            case UncheckedIOException disk -> Optional.of(disk.getMessage() + ": " + reason(disk.getCause()));
            default -> Optional.empty();
        };
    }

    private static String settings(ConfigValidationException invalid) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            line.append(i == 0 ? "" : "; ").append(setting(invalid.getProblem(i).getMessage()));
        }
        return line.toString();
    }

    /// From SmallRye's words to the key, the value and what is wrong with it.
    static String setting(String problem) {
        Matcher missing = MISSING.matcher(problem);
        if (missing.find()) {
            return missing.group(1) + " is not set";
        }
        Matcher unexpanded = UNEXPANDED.matcher(problem);
        if (unexpanded.find()) {
            return unexpanded.group(2) + " is not set: set " + unexpanded.group(1);
        }
        Matcher unconverted = UNCONVERTED.matcher(problem);
        if (unconverted.find()) {
            return unconverted.group(1) + "=" + unconverted.group(2) + " cannot be used: "
                    + CODE.matcher(unconverted.group(3)).replaceAll("");
        }
        return CODE.matcher(problem).replaceAll("");
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null ? "no reason given" : cause.toString();
    }
}
