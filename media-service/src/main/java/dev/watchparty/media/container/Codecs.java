package dev.watchparty.media.container;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names of codecs as RFC 6381 and the codecs' own registrations give them, from the configuration records that MP4 and
/// Matroska share. A record too short for its name gives the name without parameters.
final class Codecs {

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._/-]");

    private Codecs() {}

    /// ISO/IEC 14496-15 5.3.3.1: version, profile, compatibility, level.
    static String avc(String sampleEntry, byte[] avcC) {
        return avcC.length < 4
                ? sampleEntry
                : "%s.%02x%02x%02x".formatted(sampleEntry, avcC[1] & 0xff, avcC[2] & 0xff, avcC[3] & 0xff);
    }

    /// ISO/IEC 14496-15 annex E.3: profile, compatibility flags in reverse bit order, tier and level, and the
    /// constraint bytes without the zeros at their end.
    static String hevc(String sampleEntry, byte[] hvcC) {
        if (hvcC.length < 13) {
            return sampleEntry;
        }
        StringBuilder name = new StringBuilder(sampleEntry).append('.');
        int space = hvcC[1] >> 6 & 0b11;
        if (space > 0) {
            name.append((char) ('A' + space - 1));
        }
        int compatibility = ByteBuffer.wrap(hvcC).getInt(2);
        name.append(hvcC[1] & 0b1_1111)
                .append('.')
                .append(Integer.toHexString(Integer.reverse(compatibility)))
                .append((hvcC[1] & 0b10_0000) == 0 ? ".L" : ".H")
                .append(hvcC[12] & 0xff);
        int last = 11;
        while (last >= 6 && hvcC[last] == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            name.append('.').append(Integer.toHexString(hvcC[i] & 0xff));
        }
        return name.toString();
    }

    /// AV1 in ISOBMFF, 5: profile, level, tier and bit depth.
    static String av1(byte[] av1C) {
        if (av1C.length < 3) {
            return "av01";
        }
        int profile = av1C[1] >> 5 & 0b111;
        boolean highBitDepth = (av1C[2] & 0b0100_0000) != 0;
        boolean twelveBits = (av1C[2] & 0b0010_0000) != 0;
        int bits = highBitDepth ? (profile == 2 && twelveBits ? 12 : 10) : 8;
        return "av01.%d.%02d%s.%02d".formatted(profile, av1C[1] & 0b1_1111, (av1C[2] & 0x80) == 0 ? "M" : "H", bits);
    }

    /// VP codec ISO media binding: profile, level, bit depth.
    static String vp(String sampleEntry, int profile, int level, int bitDepth) {
        return "%s.%02d.%02d.%02d".formatted(sampleEntry, profile, level, bitDepth);
    }

    /// Dolby Vision streams within ISOBMFF: profile of 7 and level of 6 bits behind the version.
    static String dolbyVision(String sampleEntry, byte[] dvcC) {
        return dvcC.length < 4
                ? sampleEntry
                : "%s.%02d.%02d"
                        .formatted(sampleEntry, dvcC[2] >> 1 & 0x7f, ((dvcC[2] & 1) << 5) | (dvcC[3] >> 3 & 0b1_1111));
    }

    /// MPEG-4 sound by its AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1): the audio object type, of 5 bits or, behind
    /// an escape, of 6 more.
    static String aac(byte[] audioSpecificConfig) {
        if (audioSpecificConfig.length == 0) {
            return "mp4a.40";
        }
        int type = audioSpecificConfig[0] >> 3 & 0b1_1111;
        if (type == 31 && audioSpecificConfig.length > 1) {
            type = 32 + (((audioSpecificConfig[0] & 0b111) << 3) | (audioSpecificConfig[1] >> 5 & 0b111));
        }
        return "mp4a.40." + type;
    }

    /// A name from the file itself, bounded and free of what could do harm where it is shown or logged.
    static String asTold(String name) {
        String shortened = name.substring(0, Math.min(name.length(), 48)).strip();
        return shortened.isEmpty() ? "unknown" : UNSAFE.matcher(shortened).replaceAll("_");
    }

    static String fourCcOfVideoForWindows(String fourCc) {
        return switch (fourCc.toUpperCase(Locale.ROOT)) {
            case "H264", "X264", "AVC1", "DAVC" -> "avc1";
            case "HEVC", "H265", "HVC1", "X265" -> "hvc1";
            case "XVID", "DIVX", "DX50", "MP4V", "FMP4" -> "mp4v.20";
            default -> fourCc;
        };
    }

    /// WAVE format tags (RFC 2361).
    static String waveFormat(int tag) {
        return switch (tag) {
            case 0x0001 -> "pcm";
            case 0x0055 -> "mp4a.6b";
            case 0x00ff -> "mp4a.40.2";
            case 0x2000 -> "ac-3";
            case 0x2001 -> "dtsc";
            default -> "A_MS/ACM";
        };
    }
}
