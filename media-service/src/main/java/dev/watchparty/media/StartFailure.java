package dev.watchparty.media;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One line for whoever starts the service, from what the frameworks say: which setting, its value, what is allowed.
/// Settings are called as they are set, by their environment variables. The values of secrets are not told.
final class StartFailure {

    /// Settings that people know under another name than their own.
    private static final Map<String, String> VARIABLES = Map.of(
            "watchparty.admin.key", "ADMIN_KEY",
            "quarkus.http.host", "WATCHPARTY_HOST",
            "quarkus.http.port", "WATCHPARTY_PORT",
            "watchparty.fair.delivery", "FAIR_DELIVERY");

    /// What to set where nothing is.
    private static final Map<String, String> NEEDED = Map.of(
            "ADMIN_KEY", "set it to the admin's key, a long random text",
            "WATCHPARTY_PEER_SECRET", "set it to the same long random text in both services");

    private static final Pattern UNEXPANDED = Pattern.compile("Could not expand value (\\S+) in property (\\S+)");
    private static final Pattern MISSING = Pattern.compile("config property (\\S+) is required");
    private static final Pattern EMPTY = Pattern.compile("config property (\\S+) is defined as the empty String");
    private static final Pattern UNREADABLE = Pattern.compile(
            "config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern CONSTRAINT = Pattern.compile("(watchparty(?:\\.[a-z0-9-]+)+) (must .*)");
    private static final Pattern JARGON = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z]\\w*: |SRCFG\\d+: ?");
    private static final Pattern SECRET = Pattern.compile("KEY|SECRET");

    private StartFailure() {}

    /// Empty where it is a fault of ours, which needs its stack trace.
    static Optional<String> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> line = oneCause(cause);
            if (line.isPresent()) {
                return line.map(text -> text.replaceAll("\\s*\\R\\s*", " "));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> oneCause(Throwable cause) {
        return switch (cause) {
            case ConfigValidationException invalid ->
                Optional.of(IntStream.range(0, invalid.getProblemCount())
                        .mapToObj(i -> setting(invalid.getProblem(i).getMessage()))
                        .collect(Collectors.joining("; ")));
            case QuarkusBindException taken ->
                Optional.of("port " + taken.getPort() + " of " + taken.getHost()
                        + " is taken: stop what listens there, or set WATCHPARTY_PORT to another one");
            case ConfigurationException refused -> Optional.ofNullable(refused.getMessage());
            case UncheckedIOException disk -> Optional.of(disk.getMessage() + ": " + disk.getCause());
            case FileSystemException disk ->
                Optional.of("cannot use " + disk.getFile() + ": "
                        + Objects.requireNonNullElse(
                                disk.getReason(), disk.getClass().getSimpleName())
                        + "; check WATCHPARTY_STATE_DIR and its rights");
            default -> Optional.empty();
        };
    }

    static String setting(String problem) {
        Matcher unexpanded = UNEXPANDED.matcher(problem);
        if (unexpanded.find()) {
            return unset(unexpanded.group(2));
        }
        Matcher missing = MISSING.matcher(problem);
        if (missing.find()) {
            return unset(missing.group(1));
        }
        Matcher empty = EMPTY.matcher(problem);
        if (empty.find()) {
            return unset(empty.group(1));
        }
        Matcher unreadable = UNREADABLE.matcher(problem);
        if (unreadable.find()) {
            String variable = variable(unreadable.group(1));
            String value = SECRET.matcher(variable).find() ? "..." : unreadable.group(2);
            return variable + "=" + value + " cannot be used: "
                    + JARGON.matcher(unreadable.group(3)).replaceAll("");
        }
        Matcher constraint = CONSTRAINT.matcher(problem);
        if (constraint.find()) {
            return variable(constraint.group(1)) + " " + constraint.group(2);
        }
        return JARGON.matcher(problem).replaceAll("");
    }

    private static String unset(String property) {
        String variable = variable(property);
        return variable + " is not set: " + NEEDED.getOrDefault(variable, "it has no default");
    }

    private static String variable(String property) {
        String known = VARIABLES.get(property);
        return known != null ? known : property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
