package dev.watchparty.media;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a logger, or one below it, says while this is open. Lines are as they were written in the code, their
/// parameters not filled in.
public final class Logged extends Handler implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> details = new CopyOnWriteArrayList<>();

    /// Held, because loggers are not.
    private final Logger logger;

    private Logged(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    public static Logged by(Class<?> type) {
        return new Logged(type.getName());
    }

    public static Logged by(String name) {
        return new Logged(name);
    }

    public long count(String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    /// Everything that was said: the lines, what fills them in, and what was thrown.
    public String all() {
        return String.join("\n", lines) + "\n" + String.join("\n", details);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(record.getLevel() + " " + record.getMessage());
        details.add(Arrays.toString(record.getParameters()) + " " + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
