package dev.watchparty.media.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.watchparty.media.container.ContainerInfo.Format;
import dev.watchparty.media.container.Index.Place;
import dev.watchparty.media.container.Window.Unreadable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Matroska and WebM (RFC 8794, RFC 9559): elements of an id, a length and a content that may be elements again.
///
/// The segment begins with what is needed, or with a SeekHead that says where it lies; behind that come the clusters,
/// nearly all of the file. The walk goes to the first cluster, follows the SeekHead to what is missing, and only where
/// that does not name the Cues it hops on over the clusters, to the end, a bound, or a cluster of unknown length.
final class Matroska {

    static final int EBML = 0x1A45DFA3;

    private static final int DOC_TYPE = 0x4282;
    private static final int SEGMENT = 0x18538067;
    private static final int SEEK_HEAD = 0x114D9B74;
    private static final int SEEK = 0x4DBB;
    private static final int SEEK_ID = 0x53AB;
    private static final int SEEK_POSITION = 0x53AC;
    private static final int INFO = 0x1549A966;
    private static final int TIMESTAMP_SCALE = 0x2AD7B1;
    private static final int DURATION = 0x4489;
    private static final int TRACKS = 0x1654AE6B;
    private static final int TRACK_ENTRY = 0xAE;
    private static final int TRACK_TYPE = 0x83;
    private static final int CODEC_ID = 0x86;
    private static final int CODEC_PRIVATE = 0x63A2;
    private static final int CUES = 0x1C53BB6B;
    private static final int CLUSTER = 0x1F43B675;

    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    private static final int MAX_TRACKS = 64;
    private static final int MAX_SEEK_HEADS = 4;

    /// Each hop may cost a turning disk its seek of some 10 ms.
    private static final int MAX_HOPS = 1_000;
    private static final int MAX_PRIVATE_BYTES = 256;

    private final Window window;
    private final Set<String> codecs = new LinkedHashSet<>();

    /// Positions that SeekHeads tell, by id; the first word counts.
    private final Map<Integer, Long> told = new HashMap<>();

    private Format format = Format.MATROSKA;
    private @Nullable Element cues;
    private @Nullable Element firstCluster;
    private boolean infoSeen;
    private boolean tracksSeen;
    private boolean sawEnd;
    private int seekHeads;
    private long timestampScaleNanos = 1_000_000;
    private double durationTicks;

    Matroska(Window window) {
        this.window = window;
    }

    /// One element.
    ///
    /// @param end past the file's end where the file is cut; [Long#MAX_VALUE] where the length is unknown
    private record Element(int id, long start, long content, long end) {

        boolean isEndless() {
            return end == Long.MAX_VALUE;
        }
    }

    private interface Visitor {
        void visit(Element element) throws IOException, Unreadable;
    }

    ContainerInfo read() throws IOException {
        try {
            Element header = element(0);
            if (header.isEndless()) {
                throw new Unreadable("a header without end");
            }
            children(header, child -> {
                if (child.id == DOC_TYPE && text(child).equals("webm")) {
                    format = Format.WEBM;
                }
            });
            Element segment = element(header.end);
            if (segment.id == SEGMENT) {
                segment(segment);
            }
        } catch (Unreadable e) {
            // What was understood until here stands.
        }
        double seconds = durationTicks * timestampScaleNanos / 1e9;
        boolean known = seconds > 0 && Double.isFinite(seconds);
        return new ContainerInfo(format, known ? seconds : null, List.copyOf(codecs), index());
    }

    private Index index() {
        if (cues != null && !cues.isEndless()) {
            boolean front = firstCluster == null || cues.start < firstCluster.start;
            return new Index.At(front ? Place.FRONT : Place.END, cues.start, Math.min(cues.end, window.size()));
        }
        return sawEnd ? new Index.Absent() : new Index.Unknown();
    }

    private void segment(Element segment) throws IOException, Unreadable {
        long end = Math.min(segment.end, window.size());
        long position = segment.content;
        while (position < end && firstCluster == null) {
            Element element = element(position);
            topLevel(element);
            position = element.end;
        }
        // A place that the SeekHead tells wrongly must not hide what the walk would find.
        followSeekHead(segment, end);
        for (int hops = 0; position < end && !(cues != null && infoSeen && tracksSeen); hops++) {
            if (hops == MAX_HOPS) {
                throw new Unreadable("more than " + MAX_HOPS + " clusters");
            }
            Element element = element(position);
            topLevel(element);
            position = element.end;
        }
        sawEnd = cues != null || (position >= end && position != Long.MAX_VALUE);
    }

    private void followSeekHead(Element segment, long end) throws IOException {
        for (int id : new int[] {SEEK_HEAD, INFO, TRACKS, CUES}) {
            boolean missing = switch (id) {
                case INFO -> !infoSeen;
                case TRACKS -> !tracksSeen;
                case CUES -> cues == null;
                default -> true;
            };
            Long offset = told.get(id);
            if (!missing || offset == null || offset < 0 || offset >= end - segment.content) {
                continue;
            }
            try {
                Element element = element(segment.content + offset);
                if (element.id == id) {
                    topLevel(element);
                }
            } catch (Unreadable e) {
                // The walk goes on without it.
            }
        }
    }

    private void topLevel(Element element) throws IOException, Unreadable {
        switch (element.id) {
            case SEEK_HEAD -> {
                if (seekHeads++ < MAX_SEEK_HEADS) {
                    children(element, this::seek);
                }
            }
            case INFO -> {
                infoSeen = true;
                children(element, this::info);
            }
            case TRACKS -> {
                if (!tracksSeen) {
                    tracksSeen = true;
                    tracks(element);
                }
            }
            case CUES -> {
                if (cues == null) {
                    cues = element;
                }
            }
            case CLUSTER -> {
                if (firstCluster == null) {
                    firstCluster = element;
                }
            }
            default -> {}
        }
    }

    private void seek(Element seek) throws IOException, Unreadable {
        if (seek.id != SEEK) {
            return;
        }
        long[] found = {-1, -1};
        children(seek, child -> {
            switch (child.id) {
                case SEEK_ID -> found[0] = number(child);
                case SEEK_POSITION -> found[1] = number(child);
                default -> {}
            }
        });
        switch ((int) found[0]) {
            case SEEK_HEAD, INFO, TRACKS, CUES -> told.putIfAbsent((int) found[0], found[1]);
            default -> {}
        }
    }

    private void info(Element element) throws IOException, Unreadable {
        switch (element.id) {
            case TIMESTAMP_SCALE -> timestampScaleNanos = number(element);
            case DURATION ->
                durationTicks = switch ((int) Math.min(element.end - element.content, 9)) {
                    case 4 -> Float.intBitsToFloat(window.i32(element.content));
                    case 8 -> Double.longBitsToDouble(window.i64(element.content));
                    default -> 0;
                };
            default -> {}
        }
    }

    private void tracks(Element tracks) throws IOException, Unreadable {
        int[] count = {0};
        children(tracks, entry -> {
            if (entry.id != TRACK_ENTRY) {
                return;
            }
            if (++count[0] > MAX_TRACKS) {
                throw new Unreadable("more than " + MAX_TRACKS + " tracks");
            }
            long[] type = {0};
            String[] codecId = {""};
            byte[][] codecPrivate = {{}};
            children(entry, child -> {
                switch (child.id) {
                    case TRACK_TYPE -> type[0] = number(child);
                    case CODEC_ID -> codecId[0] = text(child);
                    case CODEC_PRIVATE ->
                        codecPrivate[0] = window.bytes(
                                child.content, (int) Math.min(child.end - child.content, MAX_PRIVATE_BYTES));
                    default -> {}
                }
            });
            if ((type[0] == VIDEO || type[0] == AUDIO) && !codecId[0].isEmpty()) {
                codecs.add(Codecs.asTold(codec(codecId[0], codecPrivate[0])));
            }
        });
    }

    /// Codec mappings of the Matroska registry (draft-ietf-cellar-codec), which keep the records of MP4.
    private static String codec(String codecId, byte[] codecPrivate) {
        return switch (codecId) {
            case "V_MPEG4/ISO/AVC" -> Codecs.avc("avc1", codecPrivate);
            case "V_MPEGH/ISO/HEVC" -> Codecs.hevc("hvc1", codecPrivate);
            case "V_AV1" -> Codecs.av1(codecPrivate);
            case "V_VP8" -> "vp8";
            case "V_VP9" -> vp9(codecPrivate);
            case "V_MPEG4/ISO/SP", "V_MPEG4/ISO/ASP", "V_MPEG4/ISO/AP" -> "mp4v.20";
            case "V_MPEG2" -> "mp4v.61";
            case "V_MPEG1" -> "mp4v.6a";
            case "V_THEORA" -> "theora";
            case "V_MS/VFW/FOURCC" ->
                codecPrivate.length < 20
                        ? codecId
                        : Codecs.fourCcOfVideoForWindows(new String(codecPrivate, 16, 4, ISO_8859_1));
            case "A_AAC" -> Codecs.aac(codecPrivate);
            case "A_AC3", "A_AC3/BSID9", "A_AC3/BSID10" -> "ac-3";
            case "A_EAC3" -> "ec-3";
            case "A_AC4" -> "ac-4";
            case "A_OPUS" -> "opus";
            case "A_VORBIS" -> "vorbis";
            case "A_FLAC" -> "flac";
            case "A_ALAC" -> "alac";
            case "A_MPEG/L3" -> "mp4a.6b";
            case "A_MPEG/L2" -> "mp2";
            case "A_DTS" -> "dtsc";
            case "A_DTS/EXPRESS" -> "dtse";
            case "A_DTS/LOSSLESS" -> "dtsl";
            case "A_TRUEHD" -> "mlpa";
            case "A_PCM/INT/LIT", "A_PCM/INT/BIG", "A_PCM/FLOAT/IEEE" -> "pcm";
            case "A_MS/ACM" ->
                codecPrivate.length < 2
                        ? codecId
                        : Codecs.waveFormat((codecPrivate[0] & 0xff) | ((codecPrivate[1] & 0xff) << 8));
            default -> codecId.startsWith("A_AAC/") ? oldAac(codecId) : codecId;
        };
    }

    /// Before the AudioSpecificConfig came into the private data, the id told the profile.
    private static String oldAac(String codecId) {
        if (codecId.endsWith("/SBR")) {
            return "mp4a.40.5";
        }
        return codecId.endsWith("/MAIN") ? "mp4a.40.1" : codecId.endsWith("/SSR") ? "mp4a.40.3" : "mp4a.40.2";
    }

    /// WebM's VP9 private data: pairs of an id and a value of one byte; 1 profile, 2 level, 3 bit depth.
    private static String vp9(byte[] features) {
        int[] values = {-1, -1, -1, -1};
        for (int i = 0; i + 2 < features.length && features[i + 1] == 1; i += 3) {
            if (features[i] >= 1 && features[i] <= 3) {
                values[features[i]] = features[i + 2] & 0xff;
            }
        }
        return values[1] < 0 || values[2] < 0 || values[3] < 0
                ? "vp9"
                : Codecs.vp("vp09", values[1], values[2], values[3]);
    }

    private void children(Element parent, Visitor visitor) throws IOException, Unreadable {
        long end = Math.min(parent.end, window.size());
        long position = parent.content;
        while (position < end) {
            Element child = element(position);
            if (child.isEndless()) {
                throw new Unreadable("an element without end inside another");
            }
            visitor.visit(child);
            position = child.end;
        }
    }

    private Element element(long start) throws IOException, Unreadable {
        int first = window.u8(start);
        int idBytes = Integer.numberOfLeadingZeros(first) - 23;
        if (idBytes > 4) {
            throw new Unreadable("no id at " + start);
        }
        int id = first;
        for (int i = 1; i < idBytes; i++) {
            id = (id << 8) | window.u8(start + i);
        }
        long at = start + idBytes;
        first = window.u8(at);
        int lengthBytes = Integer.numberOfLeadingZeros(first) - 23;
        if (lengthBytes > 8) {
            throw new Unreadable("no length at " + at);
        }
        long length = first & (0xff >> lengthBytes);
        for (int i = 1; i < lengthBytes; i++) {
            length = (length << 8) | window.u8(at + i);
        }
        long content = at + lengthBytes;
        // All ones: unknown.
        boolean endless = length == (1L << (7 * lengthBytes)) - 1;
        return new Element(id, start, content, endless ? Long.MAX_VALUE : content + length);
    }

    /// An unsigned number; what does not fit a positive long comes out negative, which no use takes for valid.
    private long number(Element element) throws IOException, Unreadable {
        long length = element.end - element.content;
        if (length > 8) {
            throw new Unreadable("a number of " + length + " bytes");
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = (number << 8) | window.u8(element.content + i);
        }
        return number;
    }

    private String text(Element element) throws IOException, Unreadable {
        String text = new String(
                window.bytes(element.content, (int) Math.min(element.end - element.content, 64)), ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
