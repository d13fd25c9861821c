package dev.watchparty.media.container;

import static dev.watchparty.media.container.Bytes.element;
import static dev.watchparty.media.container.Bytes.hex;
import static dev.watchparty.media.container.Bytes.join;
import static dev.watchparty.media.container.Bytes.text;
import static dev.watchparty.media.container.Bytes.u32;
import static dev.watchparty.media.container.Bytes.u64;
import static dev.watchparty.media.container.Bytes.zeros;

/// Matroska files without a frame in them.
public final class MatroskaFilms {

    static final byte[] HEADER = header("matroska");
    static final byte[] INFO = info(1_000_000, element("4489", u64(Double.doubleToLongBits(1475_041.0))));
    static final byte[] TRACKS = element(
            "1654AE6B",
            entry(1, "V_MPEG4/ISO/AVC", hex("01 64 00 28 ff e1 0000")),
            entry(2, "A_AAC", hex("1190")),
            entry(2, "A_OPUS", text("OpusHead")),
            entry(0x11, "S_TEXT/ASS", text("[Script Info]")));
    static final byte[] CUES = element("1C53BB6B", zeros(40));
    static final byte[] CLUSTER = element("1F43B675", zeros(2000));

    private MatroskaFilms() {}

    static byte[] header(String docType) {
        return element("1A45DFA3", element("4286", hex("01")), element("4282", text(docType)));
    }

    static byte[] info(int timestampScaleNanos, byte[] duration) {
        return element(
                "1549A966", element("2AD7B1", u32(timestampScaleNanos)), duration, element("4D80", text("test")));
    }

    static byte[] entry(int type, String codecId, byte[] codecPrivate) {
        return element(
                "AE",
                element("D7", hex("01")),
                element("83", new byte[] {(byte) type}),
                element("86", text(codecId)),
                element("63A2", codecPrivate));
    }

    static byte[] seekTo(String id, long position) {
        return element("4DBB", element("53AB", hex(id)), element("53AC", u64(position)));
    }

    /// What the segment's content is, when its cues lie behind the clusters and a SeekHead names them.
    static byte[] withSeekHead(byte[] beforeCues) {
        int seekHeadLength = element("114D9B74", seekTo("1C53BB6B", 0)).length;
        return join(element("114D9B74", seekTo("1C53BB6B", seekHeadLength + beforeCues.length)), beforeCues, CUES);
    }

    static byte[] segment(byte[]... content) {
        return element("18538067", content);
    }

    public static byte[] ordinary() {
        return join(HEADER, segment(withSeekHead(join(INFO, TRACKS, CLUSTER, CLUSTER, CLUSTER))));
    }
}
