package dev.watchparty.media.delivery;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// `Content-Disposition` (RFC 6266) under which a browser's "save as" finds the film's own name.
final class ContentDisposition {

    private static final String ATTR_CHARS = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    static String inline(String fileName) {
        StringBuilder plain = new StringBuilder();
        fileName.codePoints()
                .map(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' ? c : '_')
                .forEach(plain::appendCodePoint);
        String field = "inline; filename=\"" + plain + "\"";
        return fileName.contentEquals(plain) ? field : field + "; filename*=UTF-8''" + extended(fileName);
    }

    /// RFC 8187 3.2.1.
    private static String extended(String text) {
        StringBuilder value = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isAttrChar = c < 0x80 && (Character.isLetterOrDigit(c) || ATTR_CHARS.indexOf(c) >= 0);
            if (isAttrChar) {
                value.append(c);
            } else {
                value.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return value.toString();
    }
}
