package dev.watchparty.media.delivery;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Layout of a `multipart/byteranges` body (RFC 9110 14.6): a head before each range, and the closing boundary.
final class Multipart {

    /// @param head what stands on the wire before the bytes of the range
    record Part(Buffer head, ByteRange range) {}

    private final String boundary;
    private final List<Part> parts = new ArrayList<>();
    private final Buffer close;

    /// @param boundary 1 to 70 letters and digits that nobody can guess, so that no film can contain it on purpose
    Multipart(String boundary, List<ByteRange> ranges, String contentType, long sizeBytes) {
        this.boundary = boundary;
        for (ByteRange range : ranges) {
            String head = (parts.isEmpty() ? "" : "\r\n") + "--" + boundary + "\r\nContent-Type: " + contentType
                    + "\r\nContent-Range: " + range.contentRange(sizeBytes) + "\r\n\r\n";
            parts.add(new Part(ascii(head), range));
        }
        this.close = ascii("\r\n--" + boundary + "--\r\n");
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    long contentLength() {
        return parts.stream()
                        .mapToLong(part -> part.head.length() + part.range.length())
                        .sum()
                + close.length();
    }

    List<Part> parts() {
        return parts;
    }

    Buffer close() {
        return close;
    }

    private static Buffer ascii(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.US_ASCII));
    }
}
