package dev.watchparty.media.container;

import static dev.watchparty.media.container.Bytes.element;
import static dev.watchparty.media.container.Bytes.hex;
import static dev.watchparty.media.container.Bytes.join;
import static dev.watchparty.media.container.Bytes.read;
import static dev.watchparty.media.container.Bytes.text;
import static dev.watchparty.media.container.Bytes.u32;
import static dev.watchparty.media.container.Bytes.u64;
import static dev.watchparty.media.container.Bytes.zeros;
import static dev.watchparty.media.container.MatroskaFilms.CLUSTER;
import static dev.watchparty.media.container.MatroskaFilms.CUES;
import static dev.watchparty.media.container.MatroskaFilms.HEADER;
import static dev.watchparty.media.container.MatroskaFilms.INFO;
import static dev.watchparty.media.container.MatroskaFilms.TRACKS;
import static dev.watchparty.media.container.MatroskaFilms.entry;
import static dev.watchparty.media.container.MatroskaFilms.header;
import static dev.watchparty.media.container.MatroskaFilms.info;
import static dev.watchparty.media.container.MatroskaFilms.seekTo;
import static dev.watchparty.media.container.MatroskaFilms.segment;
import static dev.watchparty.media.container.MatroskaFilms.withSeekHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.watchparty.media.container.ContainerInfo.Format;
import dev.watchparty.media.container.Index.Place;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MatroskaTest {

    @Test
    void tells_length_codecs_and_an_index_at_the_end_by_the_seek_head() {
        byte[] film = MatroskaFilms.ordinary();
        Bytes.Counted counted = new Bytes.Counted(film);

        assertThat(read(counted, 1 << 20))
                .isEqualTo(new ContainerInfo(
                        Format.MATROSKA,
                        1475.041,
                        List.of("avc1.640028", "mp4a.40.2", "opus"),
                        new Index.At(Place.END, film.length - CUES.length, film.length)));
        assertThat(counted.read).as("without hopping over the clusters").isLessThan(2000);
    }

    @Test
    void tells_an_index_at_the_front() {
        byte[] film = join(HEADER, segment(INFO, TRACKS, CUES, CLUSTER));

        assertThat(read(film).index())
                .isInstanceOfSatisfying(
                        Index.At.class, at -> assertThat(at.place()).isEqualTo(Place.FRONT));
    }

    @Test
    void finds_an_index_at_the_end_that_no_seek_head_names() {
        byte[] film = join(HEADER, segment(INFO, TRACKS, CLUSTER, CLUSTER, CUES));

        assertThat(read(film).index()).isEqualTo(new Index.At(Place.END, film.length - CUES.length, film.length));
    }

    @Test
    void finds_what_is_needed_where_the_seek_head_tells_a_wrong_place() {
        byte[] lying = element("114D9B74", seekTo("1C53BB6B", 3), seekTo("1654AE6B", 1L << 60), seekTo("1549A966", -1));
        byte[] film = join(HEADER, segment(lying, CLUSTER, INFO, TRACKS, CUES));

        assertThat(read(film))
                .isEqualTo(new ContainerInfo(
                        Format.MATROSKA,
                        1475.041,
                        List.of("avc1.640028", "mp4a.40.2", "opus"),
                        new Index.At(Place.END, film.length - CUES.length, film.length)));
    }

    @Test
    void follows_a_second_seek_head() {
        byte[] clusters = join(INFO, TRACKS, CLUSTER);
        int first = element("114D9B74", seekTo("114D9B74", 0)).length;
        int second = element("114D9B74", seekTo("1C53BB6B", 0)).length;
        byte[] film = join(
                HEADER,
                segment(
                        element("114D9B74", seekTo("114D9B74", first + clusters.length)),
                        clusters,
                        element("114D9B74", seekTo("1C53BB6B", first + clusters.length + second)),
                        CUES));

        assertThat(read(film).index()).isEqualTo(new Index.At(Place.END, film.length - CUES.length, film.length));
    }

    @Test
    void a_live_recording_has_neither_length_nor_index() {
        byte[] endless = hex("01ffffffffffffff");
        byte[] film = join(
                HEADER,
                hex("18538067"),
                endless,
                info(1_000_000, zeros(0)),
                TRACKS,
                hex("1F43B675"),
                endless,
                zeros(50));

        assertThat(read(film))
                .isEqualTo(new ContainerInfo(
                        Format.MATROSKA, null, List.of("avc1.640028", "mp4a.40.2", "opus"), new Index.Unknown()));
    }

    @Test
    void a_film_without_cues_is_told_as_one() {
        assertThat(read(join(HEADER, segment(INFO, TRACKS, CLUSTER, CLUSTER))).index())
                .isEqualTo(new Index.Absent());
    }

    @Test
    void knows_webm() {
        assertThat(read(join(header("webm"), segment(INFO, TRACKS))).format()).isEqualTo(Format.WEBM);
        assertThat(read(join(header("webm\0\0"), segment(INFO, TRACKS))).format())
                .isEqualTo(Format.WEBM);
    }

    @Test
    void counts_the_length_in_the_films_own_ticks_as_float_or_double() {
        byte[] micro = info(1000, element("4489", u32(Float.floatToIntBits(2_500_000))));

        assertThat(read(join(HEADER, segment(micro))).durationSeconds()).isEqualTo(2.5);
    }

    @ParameterizedTest
    @MethodSource
    void does_not_take_an_unknown_length_for_one(byte[] info) {
        assertThat(read(join(HEADER, segment(info, TRACKS))))
                .extracting(
                        ContainerInfo::durationSeconds, told -> told.codecs().size())
                .containsExactly(null, 3);
    }

    static Stream<byte[]> does_not_take_an_unknown_length_for_one() {
        return Stream.of(Double.NaN, Double.POSITIVE_INFINITY, -1.0, 0.0)
                .map(seconds -> info(1_000_000, element("4489", u64(Double.doubleToRawLongBits(seconds)))));
    }

    static Stream<Arguments> codecs() {
        byte[] vfw = join(zeros(16), text("XVID"), zeros(20));
        return Stream.of(
                arguments(1, "V_MPEGH/ISO/HEVC", hex("01 02 20000000 900000000000 3c"), "hvc1.2.4.L60.90"),
                arguments(1, "V_AV1", hex("81 00 0c 00"), "av01.0.00M.08"),
                arguments(1, "V_AV1", zeros(0), "av01"),
                arguments(1, "V_VP9", zeros(0), "vp9"),
                arguments(1, "V_VP9", hex("010102 02011f 03010a 040101"), "vp09.02.31.10"),
                arguments(1, "V_VP8", zeros(0), "vp8"),
                arguments(1, "V_MPEG4/ISO/ASP", zeros(0), "mp4v.20"),
                arguments(1, "V_MS/VFW/FOURCC", vfw, "mp4v.20"),
                arguments(1, "V_MS/VFW/FOURCC", zeros(4), "V_MS/VFW/FOURCC"),
                arguments(2, "A_AAC", hex("2b92"), "mp4a.40.5"),
                arguments(2, "A_AAC", zeros(0), "mp4a.40"),
                arguments(2, "A_AAC/MPEG2/LC/SBR", zeros(0), "mp4a.40.5"),
                arguments(2, "A_AAC/MPEG4/LC", zeros(0), "mp4a.40.2"),
                arguments(2, "A_AC3", zeros(0), "ac-3"),
                arguments(2, "A_EAC3", zeros(0), "ec-3"),
                arguments(2, "A_FLAC", zeros(4), "flac"),
                arguments(2, "A_VORBIS", zeros(4), "vorbis"),
                arguments(2, "A_MPEG/L3", zeros(0), "mp4a.6b"),
                arguments(2, "A_DTS", zeros(0), "dtsc"),
                arguments(2, "A_TRUEHD", zeros(0), "mlpa"),
                arguments(2, "A_MS/ACM", hex("5500"), "mp4a.6b"),
                arguments(2, "A_MS/ACM", zeros(0), "A_MS/ACM"),
                arguments(1, "V_NEW/<script>", zeros(0), "V_NEW/_script_"),
                arguments(1, "V_" + "X".repeat(61), zeros(0), "V_" + "X".repeat(46)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void names_a_codec(int type, String codecId, byte[] codecPrivate, String name) {
        byte[] film = join(HEADER, segment(element("1654AE6B", entry(type, codecId, codecPrivate))));

        assertThat(read(film).codecs()).containsExactly(name);
    }

    @Test
    void hops_over_fonts_of_any_size() {
        byte[] film = join(HEADER, segment(INFO, element("1941A469", zeros(3 << 20)), TRACKS, CLUSTER, CUES));
        Bytes.Counted counted = new Bytes.Counted(film);

        assertThat(read(counted, 1 << 20).codecs()).hasSize(3);
        assertThat(counted.read).isLessThan(5000);
    }

    @Test
    void what_was_understood_of_a_cut_film_stands() {
        byte[] film = MatroskaFilms.ordinary();
        for (int length = 0; length <= film.length; length++) {
            ContainerInfo info = read(Arrays.copyOf(film, length));
            if (length > film.length - 6000) {
                assertThat(info.durationSeconds()).isEqualTo(1475.041);
                assertThat(info.codecs()).hasSize(3);
            }
        }
        assertThat(read(Arrays.copyOf(film, film.length - CUES.length)).index()).isEqualTo(new Index.Absent());
    }

    @Test
    void elements_without_number_cost_bounded_work() {
        byte[] empties = zeros(2 << 20);
        for (int i = 0; i < empties.length; i += 2) {
            empties[i] = (byte) 0xEC;
            empties[i + 1] = (byte) 0x80;
        }
        Bytes.Counted counted = new Bytes.Counted(join(HEADER, segment(INFO, TRACKS, CLUSTER, empties)));

        assertThat(read(counted, 1 << 20))
                .isEqualTo(new ContainerInfo(
                        Format.MATROSKA, 1475.041, List.of("avc1.640028", "mp4a.40.2", "opus"), new Index.Unknown()));
        assertThat(counted.read).isLessThan(100_000);
    }

    @Test
    void cues_beyond_a_cut_are_not_told() {
        byte[] film = join(HEADER, segment(withSeekHead(join(INFO, TRACKS, element("1F43B675", zeros(9000))))));

        assertThat(read(Arrays.copyOf(film, 4000)).index()).isEqualTo(new Index.Absent());
    }
}
