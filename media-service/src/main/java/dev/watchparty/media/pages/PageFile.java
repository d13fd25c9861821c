package dev.watchparty.media.pages;

import dev.watchparty.media.digest.Sha256;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A file of the pages, in memory, text also as gzip.
///
/// @param gzip none where the file is not text or compressing it gains nothing
/// @param etag strong, with its quotes; of the plain form
/// @param isHashed whether the name changes with the content
record PageFile(String contentType, Buffer plain, Optional<Buffer> gzip, String etag, boolean isHashed) {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"));

    private static final Pattern COMPRESSIBLE =
            Pattern.compile("text/.*|application/(json|wasm|manifest\\+json)|image/svg\\+xml|font/ttf");

    /// As Vite names what it bundles: name, eight characters of hash, extension.
    private static final Pattern HASHED = Pattern.compile("assets/.*-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

    /// Media type of a file of this name, none where the pages have no such files.
    static Optional<String> typeOf(String name) {
        return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    static PageFile of(String name, byte[] content) {
        String contentType = typeOf(name).orElseThrow();
        Optional<Buffer> gzip =
                COMPRESSIBLE.matcher(contentType.split(";", 2)[0]).matches()
                        ? Optional.of(gzip(content)).filter(smaller -> smaller.length() < content.length)
                        : Optional.empty();
        return new PageFile(
                contentType,
                Buffer.buffer(content),
                gzip,
                "\"" + digest(content) + "\"",
                HASHED.matcher(name).matches());
    }

    /// A strong tag names bytes, and those of the compressed form are others (RFC 9110 8.8.3.3).
    String gzipEtag() {
        return etag.substring(0, etag.length() - 1) + "-gzip\"";
    }

    private static Buffer gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new BestGzip(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Buffer.buffer(compressed.toByteArray());
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static String digest(byte[] content) {
        return HexFormat.of().formatHex(Sha256.of(content), 0, 16);
    }
}
