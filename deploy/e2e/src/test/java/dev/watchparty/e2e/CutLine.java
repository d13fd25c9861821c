package dev.watchparty.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Stands in front of a service, sees which bytes of the film go to the browser, and can cut these responses, as
/// routers and tunnels do with connections on which nothing has gone for a while. Nobody else is cut.
final class CutLine implements AutoCloseable {

    /// Small, so that what the browser does not read stays with the service.
    private static final int SOCKET_BUFFER = 16 * 1024;

    /// What was passed on is known to a piece.
    static final int PIECE = 4 * 1024;

    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 ([0-9]{3})");
    private static final Pattern CONTENT_RANGE = field("content-range: bytes ([0-9]+)-[0-9]+/[0-9]+");
    private static final Pattern CONTENT_LENGTH = field("content-length: ([0-9]+)");
    private static final Pattern CHUNKED = field("transfer-encoding: (chunked)");

    private final Relay relay;
    private final List<FilmPart> parts = new CopyOnWriteArrayList<>();

    private CutLine(URI target) {
        this.relay = Relay.to(target, SOCKET_BUFFER, InputStream::transferTo, this::passDown);
    }

    static CutLine to(URI target) {
        return new CutLine(target);
    }

    /// What a browser opens instead of the service.
    URI front() {
        return relay.front();
    }

    /// The parts of the film that were answered so far, in this order.
    List<FilmPart> parts() {
        return List.copyOf(parts);
    }

    @Override
    public void close() {
        relay.close();
    }

    /// One response with a part of the film.
    static final class FilmPart {

        private final long fromByte;
        private final long bytes;
        private final OutputStream browser;
        private volatile long passed;
        private volatile long passedNanos = System.nanoTime();

        FilmPart(long fromByte, long bytes, OutputStream browser) {
            this.fromByte = fromByte;
            this.bytes = bytes;
            this.browser = browser;
        }

        /// Where it begins.
        long fromByte() {
            return fromByte;
        }

        /// The byte after the last that has been passed on, to a piece.
        long reachedByte() {
            return fromByte + passed;
        }

        /// Whether the browser has not read for so long, and there is more to read.
        boolean standsFor(Duration time) {
            return passed < bytes && System.nanoTime() - passedNanos > time.toNanos();
        }

        /// Closes the connection. What was passed on arrives.
        void cut() throws IOException {
            browser.close();
        }

        private void pass(InputStream from) throws IOException {
            byte[] piece = new byte[PIECE];
            for (long reached = 0; reached < bytes; passed = reached) {
                int read = from.read(piece, 0, (int) Math.min(PIECE, bytes - reached));
                if (read < 0) {
                    throw new EOFException();
                }
                browser.write(piece, 0, read);
                passedNanos = System.nanoTime();
                reached += read;
            }
        }
    }

    private void passDown(InputStream from, OutputStream to) throws IOException {
        InputStream service = new BufferedInputStream(from, PIECE);
        for (String head = passHead(service, to); !head.isEmpty(); head = passHead(service, to)) {
            int status = Math.toIntExact(number(STATUS, head));
            long length = number(CONTENT_LENGTH, head);
            if (status == 206) {
                FilmPart part = new FilmPart(number(CONTENT_RANGE, head), length, to);
                parts.add(part);
                part.pass(service);
            } else if (length >= 0) {
                passExactly(length, service, to);
            } else if (CHUNKED.matcher(head).find()) {
                passChunks(service, to);
            } else if (status != 304 && status != 204) {
                // A room's socket from here on.
                service.transferTo(to);
            }
        }
    }

    private static void passChunks(InputStream from, OutputStream to) throws IOException {
        long bytes;
        do {
            bytes = Long.parseLong(passLine(from, to).strip(), 16);
            passExactly(bytes + 2, from, to);
        } while (bytes > 0);
    }

    private static void passExactly(long bytes, InputStream from, OutputStream to) throws IOException {
        for (long left = bytes; left > 0; ) {
            byte[] piece = from.readNBytes((int) Math.min(PIECE, left));
            if (piece.length == 0) {
                throw new EOFException();
            }
            to.write(piece);
            left -= piece.length;
        }
    }

    /// @return empty where there is none any more
    private static String passHead(InputStream from, OutputStream to) throws IOException {
        StringBuilder head = new StringBuilder();
        String line;
        do {
            line = passLine(from, to);
            head.append(line);
        } while (line.length() > 2);
        return head.toString();
    }

    /// @return with its end, empty where the sender has no more
    private static String passLine(InputStream from, OutputStream to) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = from.read(); c >= 0; c = from.read()) {
            line.append((char) c);
            if (c == '\n') {
                break;
            }
        }
        to.write(line.toString().getBytes(ISO_8859_1));
        return line.toString();
    }

    private static Pattern field(String line) {
        return Pattern.compile("^%s\r\n".formatted(line), Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    }

    /// @return -1 where there is none
    private static long number(Pattern pattern, String head) {
        return pattern.matcher(head)
                .results()
                .map((MatchResult result) -> Long.parseLong(result.group(1)))
                .findFirst()
                .orElse(-1L);
    }
}
