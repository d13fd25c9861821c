package dev.watchparty.launcher;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A log file that never takes more than twice `maxChars` on disk: a full one becomes `NAME.1`, in place of an
/// older one. Keeps the last lines at hand. One thread writes, any may ask for the tail. A disk that is full or
/// gone costs log lines, never the service that writes them.
final class BoundedLog implements AutoCloseable {

    private static final int TAIL_LINES = 40;

    private final Path file;
    private final long maxChars;
    private final Deque<String> tail = new ArrayDeque<>();
    private Writer writer = Writer.nullWriter();
    private long written;

    BoundedLog(Path file, long maxChars) {
        this.file = file;
        this.maxChars = maxChars;
        turn();
    }

    Path file() {
        return file;
    }

    synchronized void add(String line) {
        if (tail.size() == TAIL_LINES) {
            tail.removeFirst();
        }
        tail.addLast(line);
        try {
            if (written + line.length() >= maxChars) {
                turn();
            }
            writer.write(line);
            writer.write('\n');
            // Each line is there at once: a log is read after a crash.
            writer.flush();
        } catch (IOException e) {
            // Nowhere is left to say it.
        }
        written += line.length() + 1L;
    }

    synchronized List<String> tail() {
        return List.copyOf(tail);
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            // Each line was flushed already.
        }
    }

    private void turn() {
        close();
        written = 0;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            writer = Files.newBufferedWriter(
                    file,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            writer = Writer.nullWriter();
        }
    }
}
