package dev.watchparty.media.container;

import dev.watchparty.media.container.ContainerInfo.Format;
import dev.watchparty.media.container.Index.Place;
import dev.watchparty.media.container.Window.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ISO base media files (ISO/IEC 14496-12) and their ancestor QuickTime: boxes of a length, a type and a content that
/// may be boxes again.
///
/// The walk goes over the top level from header to header; of `moov`, the index, it goes down to each track's sample
/// description. The sample tables, which make up nearly all of it, are hopped over. A film in fragments says how long
/// it is in `mehd` or `sidx`, or not at all; then the last fragment is looked into.
final class Mp4 {

    private static final int MAX_TRACKS = 64;
    private static final int MAX_SAMPLE_ENTRIES = 8;
    private static final int MAX_CONFIGURATION_BYTES = 256;

    /// Each hop may cost a turning disk its seek of some 10 ms.
    private static final int MAX_HOPS = 1_000;

    private final Window window;
    private final List<Track> tracks = new ArrayList<>();
    private final Set<String> codecs = new LinkedHashSet<>();
    private Format format = Format.MP4;
    private @Nullable Box movie;
    private @Nullable Box lastFragment;
    private boolean mediaSeen;
    private @Nullable Place place;
    private boolean sawEnd;
    private double movieSeconds;
    private double fragmentedSeconds;
    private long movieTimescale;
    private double segmentIndexSeconds;

    Mp4(Window window) {
        this.window = window;
    }

    static boolean isFirstBox(String type) {
        return switch (type) {
            case "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot" -> true;
            default -> false;
        };
    }

    /// One box; `end` may lie past the file's end.
    private record Box(String type, long start, long content, long end) {}

    private static final class Track {
        long id;
        String handler = "";
        long timescale;
        long defaultSampleDuration;
    }

    private interface Visitor {
        void visit(Box box) throws IOException, Unreadable;
    }

    ContainerInfo read() throws IOException {
        try {
            if (!window.fourCc(4).equals("ftyp") && !window.fourCc(4).equals("styp")) {
                // QuickTime knew no ftyp.
                format = Format.QUICKTIME;
            }
            walk();
            sawEnd = true;
        } catch (Unreadable e) {
            // What was understood until here stands.
        }
        return new ContainerInfo(format, duration(), List.copyOf(codecs), index());
    }

    private Index index() {
        if (movie != null && place != null) {
            return new Index.At(place, movie.start, Math.min(movie.end, window.size()));
        }
        return sawEnd ? new Index.Absent() : new Index.Unknown();
    }

    private void walk() throws IOException, Unreadable {
        long position = 0;
        for (int hops = 0; position < window.size(); hops++) {
            Box box = box(position, window.size());
            switch (box.type) {
                case "ftyp" -> {
                    if (window.fourCc(box.content).equals("qt  ")) {
                        format = Format.QUICKTIME;
                    }
                }
                case "mdat" -> mediaSeen = true;
                case "moof" -> {
                    mediaSeen = true;
                    lastFragment = box;
                }
                case "sidx" -> segmentIndex(box);
                case "moov" -> {
                    if (movie == null) {
                        place = mediaSeen ? Place.END : Place.FRONT;
                        movie = box;
                        movie(box);
                    }
                }
                default -> {}
            }
            if (movie != null && (duration() != null || (box.type.equals("moof") && lastFragmentByIndex()))) {
                return;
            }
            if (hops == MAX_HOPS) {
                throw new Unreadable("more than " + MAX_HOPS + " boxes");
            }
            position = box.end;
        }
        if (movie != null && lastFragment != null) {
            fragment(lastFragment);
        }
    }

    /// Looks into the fragment that the index of fragments at the end of the file names last: `mfro`, the last box,
    /// says how long `mfra` is, which holds it.
    private boolean lastFragmentByIndex() throws IOException {
        try {
            long last = window.size() - 16;
            if (last < 0 || !window.fourCc(last + 4).equals("mfro")) {
                return false;
            }
            Box mfra = box(window.size() - window.u32(last + 12), window.size());
            if (!mfra.type.equals("mfra")) {
                return false;
            }
            children(mfra.content, mfra.end, tfra -> {
                if (tfra.type.equals("tfra")) {
                    int version = window.u8(tfra.content);
                    int lengths = window.i32(tfra.content + 8);
                    long entries = window.u32(tfra.content + 12);
                    long entryBytes = version == 1 ? 16 : 8;
                    // The numbers of track fragment, run and sample, each of 1 to 4 bytes.
                    entryBytes += 3 + (lengths >> 4 & 3) + (lengths >> 2 & 3) + (lengths & 3);
                    if (entries > 0) {
                        long entry = tfra.content + 16 + (entries - 1) * entryBytes;
                        Box moof = box(version == 1 ? window.i64(entry + 8) : window.u32(entry + 4), window.size());
                        if (moof.type.equals("moof")) {
                            fragment(moof);
                        }
                    }
                }
            });
            return duration() != null;
        } catch (Unreadable e) {
            return false;
        }
    }

    private @Nullable Double duration() {
        for (double seconds : new double[] {movieSeconds, fragmentedSeconds, segmentIndexSeconds}) {
            if (seconds > 0 && Double.isFinite(seconds)) {
                return seconds;
            }
        }
        return null;
    }

    private void children(long from, long to, Visitor visitor) throws IOException, Unreadable {
        long position = from;
        while (position <= to - 8) {
            Box box = box(position, to);
            visitor.visit(box);
            position = box.end;
        }
    }

    private Box box(long start, long limit) throws IOException, Unreadable {
        long length = window.u32(start);
        String type = window.fourCc(start + 4);
        long content = start + 8;
        if (length == 1) {
            length = window.i64(start + 8);
            content = start + 16;
        } else if (length == 0) {
            length = limit - start;
        }
        if (length < content - start || length > Long.MAX_VALUE - start) {
            throw new Unreadable("a box of " + length + " bytes");
        }
        return new Box(type, start, content, start + length);
    }

    private void movie(Box moov) throws IOException, Unreadable {
        children(moov.content, Math.min(moov.end, window.size()), box -> {
            switch (box.type) {
                case "mvhd" -> {
                    boolean wide = window.u8(box.content) == 1;
                    movieTimescale = window.u32(box.content + (wide ? 20 : 12));
                    long duration = wide ? window.i64(box.content + 24) : window.u32(box.content + 16);
                    // All ones say that nobody knows.
                    if (duration > 0 && (wide || duration != 0xffff_ffffL)) {
                        movieSeconds = seconds(duration, movieTimescale);
                    }
                }
                case "trak" -> track(box);
                case "mvex" -> children(box.content, box.end, this::extension);
                default -> {}
            }
        });
    }

    private void extension(Box box) throws IOException, Unreadable {
        switch (box.type) {
            case "mehd" -> {
                boolean wide = window.u8(box.content) == 1;
                long duration = wide ? window.i64(box.content + 4) : window.u32(box.content + 4);
                fragmentedSeconds = Math.max(fragmentedSeconds, seconds(duration, movieTimescale));
            }
            case "trex" -> {
                long id = window.u32(box.content + 4);
                for (Track track : tracks) {
                    if (track.id == id) {
                        track.defaultSampleDuration = window.u32(box.content + 12);
                    }
                }
            }
            default -> {}
        }
    }

    private void track(Box trak) throws IOException, Unreadable {
        if (tracks.size() == MAX_TRACKS) {
            throw new Unreadable("more than " + MAX_TRACKS + " tracks");
        }
        Track track = new Track();
        tracks.add(track);
        children(trak.content, trak.end, box -> {
            switch (box.type) {
                case "tkhd" -> track.id = window.u32(box.content + (window.u8(box.content) == 1 ? 20 : 12));
                case "mdia" -> media(track, box);
                default -> {}
            }
        });
    }

    private void media(Track track, Box mdia) throws IOException, Unreadable {
        children(mdia.content, mdia.end, box -> {
            switch (box.type) {
                case "mdhd" -> track.timescale = window.u32(box.content + (window.u8(box.content) == 1 ? 20 : 12));
                case "hdlr" -> track.handler = window.fourCc(box.content + 8);
                case "minf" ->
                    children(box.content, box.end, minf -> {
                        if (minf.type.equals("stbl")) {
                            children(minf.content, minf.end, stbl -> {
                                if (stbl.type.equals("stsd")) {
                                    sampleDescriptions(track, stbl);
                                }
                            });
                        }
                    });
                default -> {}
            }
        });
    }

    private void sampleDescriptions(Track track, Box stsd) throws IOException, Unreadable {
        int version = window.u8(stsd.content);
        long[] left = {Math.min(window.u32(stsd.content + 4), MAX_SAMPLE_ENTRIES)};
        children(stsd.content + 8, stsd.end, entry -> {
            if (left[0]-- > 0) {
                switch (track.handler) {
                    case "vide" -> {
                        // Pictures of chapters are a track of their own.
                        if (!entry.type.equals("jpeg") && !entry.type.equals("png ")) {
                            codecs.add(Codecs.asTold(codec(entry, entry.content + 78)));
                        }
                    }
                    case "soun" -> codecs.add(Codecs.asTold(codec(entry, soundChildren(entry, version))));
                    default -> {}
                }
            }
        });
    }

    /// QuickTime's versions 1 and 2 of a sound entry are longer than ISO's.
    private long soundChildren(Box entry, int stsdVersion) throws IOException, Unreadable {
        int version = window.u16(entry.content + 8);
        boolean quickTime = format == Format.QUICKTIME || stsdVersion == 0;
        return entry.content + 28 + (quickTime && version == 1 ? 16 : quickTime && version == 2 ? 36 : 0);
    }

    private String codec(Box entry, long from) throws IOException, Unreadable {
        String[] codec = {plainName(entry.type)};
        children(from, entry.end, box -> {
            switch (box.type) {
                case "avcC" -> codec[0] = Codecs.avc(entry.type, content(box));
                case "hvcC" -> {
                    if (entry.type.equals("hvc1") || entry.type.equals("hev1")) {
                        codec[0] = Codecs.hevc(entry.type, content(box));
                    }
                }
                case "dvcC", "dvvC" -> {
                    if (entry.type.startsWith("dv")) {
                        codec[0] = Codecs.dolbyVision(entry.type, content(box));
                    }
                }
                case "av1C" -> codec[0] = Codecs.av1(content(box));
                case "vpcC" ->
                    codec[0] = Codecs.vp(
                            entry.type,
                            window.u8(box.content + 4),
                            window.u8(box.content + 5),
                            window.u8(box.content + 6) >> 4);
                case "esds" -> codec[0] = elementaryStream(entry.type, box);
                case "wave" ->
                    children(box.content, box.end, inner -> {
                        if (inner.type.equals("esds")) {
                            codec[0] = elementaryStream(entry.type, inner);
                        }
                    });
                default -> {}
            }
        });
        return codec[0];
    }

    private static String plainName(String sampleEntry) {
        return switch (sampleEntry) {
            case "Opus" -> "opus";
            case "fLaC" -> "flac";
            case ".mp3" -> "mp4a.6b";
            default -> sampleEntry;
        };
    }

    private byte[] content(Box box) throws IOException, Unreadable {
        return window.bytes(box.content, (int) Math.min(box.end - box.content, MAX_CONFIGURATION_BYTES));
    }

    /// ISO/IEC 14496-1 7.2.6: nested descriptors, of which the innermost says what is decoded.
    private String elementaryStream(String sampleEntry, Box esds) throws IOException, Unreadable {
        long position = esds.content + 4;
        while (position < esds.end) {
            int tag = window.u8(position++);
            int length = 0;
            int more;
            int lengthBytes = 0;
            do {
                more = window.u8(position++);
                length = (length << 7) | (more & 0x7f);
            } while ((more & 0x80) != 0 && ++lengthBytes < 4);
            switch (tag) {
                // ES: an id, flags, and what the flags announce.
                case 0x03 -> {
                    int flags = window.u8(position + 2);
                    position += 3;
                    position += (flags & 0x80) != 0 ? 2 : 0;
                    position += (flags & 0x40) != 0 ? 1 + window.u8(position) : 0;
                    position += (flags & 0x20) != 0 ? 2 : 0;
                }
                // Decoder configuration: for MPEG-4 sound and video, the specific information inside says more.
                case 0x04 -> {
                    int objectType = window.u8(position);
                    if (objectType != 0x40 && objectType != 0x20) {
                        return "%s.%02x".formatted(sampleEntry, objectType);
                    }
                    if (objectType == 0x20) {
                        return sampleEntry + ".20";
                    }
                    position += 13;
                }
                case 0x05 -> {
                    return Codecs.aac(window.bytes(position, Math.clamp(length, 0, 2)));
                }
                default -> position += length;
            }
        }
        return sampleEntry;
    }

    /// Counts only where it covers the rest of the file: streams of many segments have one before each.
    private void segmentIndex(Box sidx) throws IOException, Unreadable {
        boolean wide = window.u8(sidx.content) != 0;
        long timescale = window.u32(sidx.content + 8);
        long start = wide ? window.i64(sidx.content + 12) : window.u32(sidx.content + 12);
        long covered = sidx.end + (wide ? window.i64(sidx.content + 20) : window.u32(sidx.content + 16));
        long references = sidx.content + (wide ? 28 : 20);
        int count = window.u16(references + 2);
        long ticks = start;
        for (int i = 0; i < count; i++) {
            long reference = references + 4 + 12L * i;
            covered += window.u32(reference) & 0x7fff_ffff;
            ticks += window.u32(reference + 4);
        }
        if (covered >= window.size() - window.size() / 64) {
            segmentIndexSeconds = seconds(ticks, timescale);
        }
    }

    /// The end of a fragment is the end of the film, if it is the last.
    private void fragment(Box moof) throws IOException, Unreadable {
        children(moof.content, moof.end, traf -> {
            if (traf.type.equals("traf")) {
                trackFragment(traf);
            }
        });
    }

    private void trackFragment(Box traf) throws IOException, Unreadable {
        long[] sampleDuration = {0};
        long[] ticks = {0};
        Track[] of = {null};
        children(traf.content, traf.end, box -> {
            switch (box.type) {
                case "tfhd" -> {
                    int flags = window.i32(box.content) & 0xff_ffff;
                    long id = window.u32(box.content + 4);
                    for (Track track : tracks) {
                        if (track.id == id) {
                            of[0] = track;
                            sampleDuration[0] = track.defaultSampleDuration;
                        }
                    }
                    long at = box.content + 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
                    if ((flags & 8) != 0) {
                        sampleDuration[0] = window.u32(at);
                    }
                }
                case "tfdt" ->
                    ticks[0] += window.u8(box.content) == 1 ? window.i64(box.content + 4) : window.u32(box.content + 4);
                case "trun" -> ticks[0] += runTicks(box, sampleDuration[0]);
                default -> {}
            }
        });
        Track track = of[0];
        if (track != null) {
            fragmentedSeconds = Math.max(fragmentedSeconds, seconds(ticks[0], track.timescale));
        }
    }

    private long runTicks(Box trun, long sampleDuration) throws IOException, Unreadable {
        int flags = window.i32(trun.content) & 0xff_ffff;
        long samples = window.u32(trun.content + 4);
        if ((flags & 0x100) == 0) {
            return samples * sampleDuration;
        }
        long sampleBytes = 4L * Integer.bitCount(flags & 0xf00);
        long at = trun.content + 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);
        long ticks = 0;
        for (long i = 0; i < samples; i++) {
            ticks += window.u32(at + i * sampleBytes);
        }
        return ticks;
    }

    private static double seconds(long ticks, long timescale) {
        return ticks > 0 && timescale > 0 ? (double) ticks / timescale : 0;
    }
}
