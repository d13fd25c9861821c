package dev.watchparty.media;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection to the service under test as it is on the wire: what is sent is what the test writes, and
/// nothing is followed, decoded,
/// retried or added.
public final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Socket socket;
    private final InputStream in;

    /// @param receiveBufferBytes 0 leaves it to the system
    private Wire(InetAddress to, int receiveBufferBytes) throws IOException {
        socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(to, RestAssured.port), TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public static Wire open() throws IOException {
        return new Wire(LOOPBACK, 0);
    }

    /// A client whose side of the connection holds little: what it does not read, the service cannot write.
    public static Wire narrow() throws IOException {
        return narrow(LOOPBACK);
    }

    /// The same to another address of this machine, from which it comes then as well.
    public static Wire narrow(InetAddress to) throws IOException {
        return new Wire(to, 16 * 1024);
    }

    /// One exchange on a connection of its own.
    public static Response call(String method, String target, String... headers) throws IOException {
        try (Wire wire = open()) {
            return wire.send(method, target, headers).read(method);
        }
    }

    /// Sends a request without a body; `Host: localhost` unless a header line says otherwise.
    public Wire send(String method, String target, String... headers) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + target + " HTTP/1.1");
        if (List.of(headers).stream().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            lines.add("Host: localhost");
        }
        lines.addAll(List.of(headers));
        return sendRaw(String.join("\r\n", lines) + "\r\n\r\n");
    }

    public Wire sendRaw(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public Response read(String method) throws IOException {
        Response head = readHead();
        return new Response(head.status, head.headers, method.equals("HEAD") ? new byte[0] : readBody(head));
    }

    public Response readHead() throws IOException {
        String statusLine = readLine();
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Response(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, new byte[0]);
    }

    /// Reads so many bytes.
    ///
    /// @throws EOFException where the connection ends before
    public byte[] readBytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /// All bytes until the peer closes; a reset ends them as well.
    public byte[] readToTheEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException reset) {
            // What came before it counts.
        }
        return bytes.toByteArray();
    }

    /// How many bytes until the peer closes.
    public long drain() throws IOException {
        byte[] chunk = new byte[64 * 1024];
        long total = 0;
        try {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                total += n;
            }
        } catch (SocketException reset) {
            // A reset ends it as well.
        }
        return total;
    }

    private byte[] readBody(Response head) throws IOException {
        if (head.status == 304 || head.status == 204) {
            return new byte[0];
        }
        @Nullable String length = head.header("content-length");
        if (length != null) {
            return readBytes(Integer.parseInt(length));
        }
        return "chunked".equals(head.header("transfer-encoding")) ? readChunks() : in.readAllBytes();
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int n = Integer.parseInt(readLine(), 16); n > 0; n = Integer.parseInt(readLine(), 16)) {
            body.write(readBytes(n));
            readLine();
        }
        readLine();
        return body.toByteArray();
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("ended in a head: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /// Sends nothing more, and goes on listening.
    public Wire endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Hangs up with a reset, as a player that is killed does.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// Compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    public record Response(int status, Map<String, List<String>> headers, byte[] body) {

        /// All lines of a field as one list, as RFC 9110 5.3 reads them.
        public @Nullable String header(String name) {
            List<String> lines = headers.get(name.toLowerCase(Locale.ROOT));
            return lines == null ? null : String.join(", ", lines);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
