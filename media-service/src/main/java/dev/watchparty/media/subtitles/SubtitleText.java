package dev.watchparty.media.subtitles;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Text of a subtitle file, whose encoding nobody tells.
final class SubtitleText {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SubtitleText() {}

    /// Decodes by a byte order mark where there is one, else as UTF-8 where it is that, else as Windows-1252, in which
    /// older Western files are written and which every byte is. Lines end in `\n`, as WebVTT wants them read (W3C
    /// WebVTT 6.1), and there is no NUL.
    static String decode(byte[] bytes) {
        String text = decodeBytes(bytes);
        int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        return text.substring(start).replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
    }

    private static String decodeBytes(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, WINDOWS_1252);
        }
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }
}
