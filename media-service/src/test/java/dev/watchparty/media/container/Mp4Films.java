package dev.watchparty.media.container;

import static dev.watchparty.media.container.Bytes.box;
import static dev.watchparty.media.container.Bytes.hex;
import static dev.watchparty.media.container.Bytes.join;
import static dev.watchparty.media.container.Bytes.text;
import static dev.watchparty.media.container.Bytes.u16;
import static dev.watchparty.media.container.Bytes.u32;
import static dev.watchparty.media.container.Bytes.u64;
import static dev.watchparty.media.container.Bytes.zeros;

/// MP4 files without a frame in them.
public final class Mp4Films {

    static final byte[] FTYP = box("ftyp", text("isom"), u32(512), text("isommp41"));
    static final byte[] MDAT = box("mdat", zeros(3000));

    static final byte[] AVC = video("avc1", box("avcC", hex("01 64 00 28 ff e1 00 00")));
    static final byte[] AAC = sound(
            "mp4a",
            box(
                    "esds",
                    hex(
                            "00000000"
                                    + "03 80808022 0002 00 04 80808014 40 15 000000 00000000 00000000 05 80808002 1190 06 80808001 02")));

    private Mp4Films() {}

    static byte[] mvhd(long timescale, long duration) {
        return box("mvhd", zeros(12), u32(timescale), u32(duration), zeros(80));
    }

    static byte[] mvhdWide(long timescale, long duration) {
        return box("mvhd", hex("01000000"), zeros(16), u32(timescale), u64(duration), zeros(80));
    }

    static byte[] video(String type, byte[]... configuration) {
        return box(type, zeros(6), u16(1), zeros(70), join(configuration));
    }

    static byte[] sound(String type, byte[]... configuration) {
        return box(type, zeros(6), u16(1), zeros(20), join(configuration));
    }

    static byte[] track(int id, String handler, byte[]... sampleEntries) {
        byte[] stsd = box("stsd", u32(0x0100_0000L), u32(sampleEntries.length), join(sampleEntries));
        return trackOf(id, handler, stsd);
    }

    static byte[] trackOf(int id, String handler, byte[] stsd) {
        return box(
                "trak",
                box("tkhd", zeros(12), u32(id), zeros(68)),
                box(
                        "mdia",
                        box("mdhd", zeros(12), u32(12_800), u32(0), zeros(4)),
                        box("hdlr", zeros(8), text(handler), zeros(13)),
                        box("minf", box("stbl", stsd, box("stts", zeros(800)), box("stsz", zeros(1600))))));
    }

    public static byte[] ordinary() {
        return join(FTYP, moov(), MDAT);
    }

    static byte[] moov() {
        return box("moov", mvhd(1000, 60_500), track(1, "vide", AVC), track(2, "soun", AAC));
    }

    /// A film in three fragments of two seconds each, of track 1 at 12,800 ticks a second.
    static byte[] fragmented(byte[] movieExtension, byte[] beforeFragments, byte[] atEnd) {
        return join(
                FTYP,
                box("moov", mvhd(1000, 0), track(1, "vide", AVC), box("mvex", movieExtension, trex())),
                beforeFragments,
                fragment(0),
                MDAT,
                fragment(25_600),
                MDAT,
                fragment(51_200),
                MDAT,
                atEnd);
    }

    static byte[] trex() {
        return box("trex", zeros(4), u32(1), u32(1), u32(512), zeros(8));
    }

    static byte[] fragment(long startTicks) {
        return box(
                "moof",
                box("mfhd", zeros(8)),
                box(
                        "traf",
                        box("tfhd", u32(0x02_0000), u32(1)),
                        box("tfdt", u32(0x0100_0000L), u64(startTicks)),
                        // 20 samples of the default duration, and 30 that say theirs.
                        box("trun", u32(0x1), u32(20), u32(8)),
                        box("trun", u32(0x301), u32(30), u32(8), runOf(30))));
    }

    private static byte[] runOf(int samples) {
        byte[] run = {};
        for (int i = 0; i < samples; i++) {
            run = join(run, u32(512), u32(100));
        }
        return run;
    }
}
