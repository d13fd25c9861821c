package dev.watchparty.media.container;

import static dev.watchparty.media.container.Bytes.box;
import static dev.watchparty.media.container.Bytes.hex;
import static dev.watchparty.media.container.Bytes.join;
import static dev.watchparty.media.container.Bytes.read;
import static dev.watchparty.media.container.Bytes.text;
import static dev.watchparty.media.container.Bytes.u16;
import static dev.watchparty.media.container.Bytes.u32;
import static dev.watchparty.media.container.Bytes.u64;
import static dev.watchparty.media.container.Bytes.zeros;
import static dev.watchparty.media.container.Mp4Films.AAC;
import static dev.watchparty.media.container.Mp4Films.AVC;
import static dev.watchparty.media.container.Mp4Films.FTYP;
import static dev.watchparty.media.container.Mp4Films.MDAT;
import static dev.watchparty.media.container.Mp4Films.fragmented;
import static dev.watchparty.media.container.Mp4Films.moov;
import static dev.watchparty.media.container.Mp4Films.mvhd;
import static dev.watchparty.media.container.Mp4Films.mvhdWide;
import static dev.watchparty.media.container.Mp4Films.sound;
import static dev.watchparty.media.container.Mp4Films.track;
import static dev.watchparty.media.container.Mp4Films.trackOf;
import static dev.watchparty.media.container.Mp4Films.video;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.watchparty.media.container.ContainerInfo.Format;
import dev.watchparty.media.container.Index.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class Mp4Test {

    @Test
    void tells_length_codecs_and_an_index_at_the_front() {
        assertThat(read(Mp4Films.ordinary()))
                .isEqualTo(new ContainerInfo(
                        Format.MP4,
                        60.5,
                        List.of("avc1.640028", "mp4a.40.2"),
                        new Index.At(Place.FRONT, FTYP.length, FTYP.length + moov().length)));
    }

    @Test
    void tells_an_index_at_the_end() {
        byte[] film = join(FTYP, box("free"), MDAT, moov());

        assertThat(read(film).index()).isEqualTo(new Index.At(Place.END, film.length - moov().length, film.length));
        assertThat(read(film).durationSeconds()).isEqualTo(60.5);
    }

    @Test
    void hops_over_media_with_a_length_of_64_bits() {
        byte[] mdat = join(u32(1), text("mdat"), u64(16 + 5000), zeros(5000));

        assertThat(read(join(FTYP, mdat, moov())).durationSeconds()).isEqualTo(60.5);
    }

    @Test
    void takes_a_box_of_length_zero_to_the_end() {
        byte[] film = join(FTYP, u32(0), text("mdat"), zeros(5000));

        assertThat(read(film).index()).isEqualTo(new Index.Absent());
    }

    @Test
    void knows_quicktime_with_and_without_a_brand() {
        assertThat(read(join(box("ftyp", text("qt  "), u32(0)), moov())).format())
                .isEqualTo(Format.QUICKTIME);
        assertThat(read(join(box("wide"), MDAT, moov())).format()).isEqualTo(Format.QUICKTIME);
    }

    @Test
    void counts_in_64_bits_where_the_header_does() {
        assertThat(read(join(FTYP, box("moov", mvhdWide(90_000, 90_000L * 7200))))
                        .durationSeconds())
                .isEqualTo(7200.0);
    }

    @ParameterizedTest
    @MethodSource
    void does_not_take_an_unknown_length_for_one(byte[] header) {
        assertThat(read(join(FTYP, box("moov", header, track(1, "vide", AVC)))))
                .extracting(ContainerInfo::durationSeconds, ContainerInfo::codecs)
                .containsExactly(null, List.of("avc1.640028"));
    }

    static Stream<byte[]> does_not_take_an_unknown_length_for_one() {
        return Stream.of(
                mvhd(1000, 0),
                mvhd(1000, 0xffff_ffffL),
                mvhd(0, 1000),
                mvhdWide(1000, -1),
                mvhdWide(1000, Long.MIN_VALUE));
    }

    static Stream<Arguments> entries() {
        return Stream.of(
                arguments("vide", video("avc3", box("avcC", hex("01 42c0 1e"))), "avc3.42c01e"),
                arguments("vide", video("avc1"), "avc1"),
                arguments("vide", video("avc1", box("avcC")), "avc1"),
                arguments("vide", video("hvc1", box("hvcC", hex("01 02 20000000 900000000000 3c"))), "hvc1.2.4.L60.90"),
                arguments(
                        "vide", video("hev1", box("hvcC", hex("01 61 60000000 b00000000000 99"))), "hev1.A1.6.H153.b0"),
                arguments("vide", video("hvc1", box("hvcC", hex("01 01 60000000 000000000000 5d"))), "hvc1.1.6.L93"),
                arguments(
                        "vide",
                        video(
                                "dvh1",
                                box("hvcC", hex("01 02 20000000 900000000000 3c")),
                                box("dvcC", hex("01 00 0a 30"))),
                        "dvh1.05.06"),
                arguments("vide", video("av01", box("av1C", hex("81 00 0c 00"))), "av01.0.00M.08"),
                arguments("vide", video("av01", box("av1C", hex("81 09 cc 00"))), "av01.0.09H.10"),
                arguments("vide", video("av01", box("av1C", hex("81 48 6c 00"))), "av01.2.08M.12"),
                arguments("vide", video("vp09", box("vpcC", hex("01000000 02 1f a2 010101 0000"))), "vp09.02.31.10"),
                arguments("soun", AAC, "mp4a.40.2"),
                arguments(
                        "soun",
                        sound(
                                "mp4a",
                                box(
                                        "esds",
                                        hex("00000000 03 19 0002 00 04 11 40 15 000000 00000000 00000000 05 02 2b92"))),
                        "mp4a.40.5"),
                arguments(
                        "soun",
                        sound(
                                "mp4a",
                                box(
                                        "esds",
                                        hex("00000000 03 19 0002 00 04 11 40 15 000000 00000000 00000000 05 02 f94e"))),
                        "mp4a.40.42"),
                arguments(
                        "soun",
                        sound("mp4a", box("esds", hex("00000000 03 15 0002 00 04 0d 6b 15 000000 00000000 00000000"))),
                        "mp4a.6b"),
                arguments(
                        "soun",
                        sound(
                                "mp4a",
                                box(
                                        "esds",
                                        hex("00000000 03 1f 0002 e0 1234 02 6162 5678 04 11 40 15 000000"
                                                + "00000000 00000000 05 02 1190"))),
                        "mp4a.40.2"),
                arguments("soun", sound("mp4a"), "mp4a"),
                arguments("soun", sound("ac-3", box("dac3", hex("100be0"))), "ac-3"),
                arguments("soun", sound("ec-3", box("dec3", hex("0000"))), "ec-3"),
                arguments("soun", sound("Opus", box("dOps", zeros(11))), "opus"),
                arguments("soun", sound("fLaC", box("dfLa", zeros(38))), "flac"),
                arguments("soun", sound("alac"), "alac"),
                arguments("vide", video("mp4v", box("esds", hex("00000000 03 19 0001 00 04 11 20 11"))), "mp4v.20"),
                arguments("vide", video("a\n\"<"), "a___"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void names_a_codec(String handler, byte[] sampleEntry, String name) {
        byte[] film = join(FTYP, box("moov", mvhd(1000, 1), track(1, handler, sampleEntry)));

        assertThat(read(film).codecs()).containsExactly(name);
    }

    @Test
    void finds_the_configuration_behind_quicktimes_longer_sound_entries() {
        byte[] esds = box("esds", hex("00000000 03 19 0002 00 04 11 40 15 000000 00000000 00000000 05 02 1190"));
        byte[] one = box("mp4a", zeros(6), u16(1), u16(1), zeros(18), zeros(16), box("wave", box("frma"), esds));
        byte[] two = box("mp4a", zeros(6), u16(1), u16(2), zeros(18), zeros(36), esds);
        for (byte[] entry : List.of(one, two)) {
            byte[] stsd = box("stsd", zeros(4), u32(1), entry);
            assertThat(read(join(box("ftyp", text("qt  ")), box("moov", trackOf(1, "soun", stsd))))
                            .codecs())
                    .containsExactly("mp4a.40.2");
        }
    }

    @Test
    void leaves_out_subtitles_and_pictures_of_chapters_and_names_a_codec_once() {
        byte[] film = join(
                FTYP,
                box(
                        "moov",
                        mvhd(1000, 1),
                        track(1, "vide", AVC),
                        track(2, "soun", AAC),
                        track(3, "soun", AAC),
                        track(4, "sbtl", box("tx3g", zeros(40))),
                        track(5, "vide", video("jpeg"))));

        assertThat(read(film).codecs()).containsExactly("avc1.640028", "mp4a.40.2");
    }

    @Test
    void takes_the_length_of_a_fragmented_film_from_its_extension_header() {
        byte[] mehd = box("mehd", zeros(4), u32(6000));

        assertThat(read(fragmented(mehd, zeros(0), zeros(0))).durationSeconds()).isEqualTo(6.0);
    }

    @Test
    void takes_the_length_of_a_fragmented_film_from_its_last_fragment() {
        assertThat(read(fragmented(zeros(0), zeros(0), zeros(0))).durationSeconds())
                .isCloseTo(6.0, within(1e-9));
    }

    @Test
    void takes_the_length_of_a_fragmented_film_from_a_segment_index_only_where_it_covers_the_film() {
        byte[] plain = fragmented(zeros(0), zeros(0), zeros(0));
        int rest = plain.length - (ascii(plain).indexOf("moof") - 4);
        byte[] covering = box(
                "sidx",
                zeros(4),
                u32(1),
                u32(1000),
                u32(0),
                u32(0),
                u16(0),
                u16(2),
                u32(rest / 2),
                u32(3000),
                u32(1),
                u32(rest / 2 + 1),
                u32(4000),
                u32(1));
        byte[] partial = box(
                "sidx", zeros(4), u32(1), u32(1000), u32(0), u32(0), u16(0), u16(1), u32(rest / 3), u32(2000), u32(1));

        assertThat(read(fragmented(zeros(0), covering, zeros(0))).durationSeconds())
                .isEqualTo(7.0);
        assertThat(read(fragmented(zeros(0), partial, zeros(0))).durationSeconds())
                .isCloseTo(6.0, within(1e-9));
    }

    private static String ascii(byte[] film) {
        return new String(film, ISO_8859_1);
    }

    @Test
    void finds_the_last_fragment_by_the_index_at_the_end_without_hopping() {
        byte[] film = fragmented(zeros(0), zeros(0), zeros(0));
        int last = ascii(film).lastIndexOf("moof") - 4;
        byte[] tfra = box("tfra", u32(0x0100_0000L), u32(1), u32(0x3f), u32(1), u64(51_200), u64(last), zeros(12));
        byte[] mfra = box("mfra", tfra, box("mfro", zeros(4), u32(8 + tfra.length + 16)));
        Bytes.Counted hopping = new Bytes.Counted(film);
        Bytes.Counted jumping = new Bytes.Counted(join(film, mfra));

        assertThat(read(hopping, 1 << 20).durationSeconds()).isCloseTo(6.0, within(1e-9));
        assertThat(read(jumping, 1 << 20).durationSeconds()).isCloseTo(6.0, within(1e-9));
        assertThat(jumping.read).isLessThan(hopping.read);
    }

    @Test
    void what_was_understood_of_a_cut_film_stands() {
        byte[] film = Mp4Films.ordinary();
        for (int length = 0; length <= film.length; length++) {
            ContainerInfo info = read(java.util.Arrays.copyOf(film, length));
            if (length >= FTYP.length + moov().length) {
                assertThat(info).isEqualTo(read(film));
            }
        }
        assertThat(read(java.util.Arrays.copyOf(film, 300)).durationSeconds()).isEqualTo(60.5);
    }

    @Test
    void a_box_shorter_than_its_header_ends_the_walk() {
        assertThat(read(join(FTYP, u32(7), text("free"), moov())).index()).isEqualTo(new Index.Unknown());
        assertThat(read(join(FTYP, u32(1), text("free"), u64(-1), moov())).index())
                .isEqualTo(new Index.Unknown());
        assertThat(read(join(FTYP, u32(1), text("free"), u64(Long.MAX_VALUE), moov()))
                        .index())
                .isEqualTo(new Index.Unknown());
    }

    @Test
    void boxes_without_number_cost_bounded_work() {
        byte[] film = join(FTYP, zeros(1 << 20));
        for (int at = FTYP.length; at + 8 <= film.length; at += 8) {
            film[at + 3] = 8;
            film[at + 4] = 'f';
        }
        Bytes.Counted counted = new Bytes.Counted(film);

        assertThat(read(counted, 1 << 20).index()).isEqualTo(new Index.Unknown());
        assertThat(counted.read).isLessThan(100_000);
    }

    @Test
    void the_budget_bounds_what_is_read_and_what_was_understood_stands() {
        byte[][] tracks = new byte[60][];
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = track(i + 1, "vide", AVC);
        }
        byte[] film = join(FTYP, box("moov", mvhd(1000, 5000), join(tracks)));
        Bytes.Counted counted = new Bytes.Counted(film);

        assertThat(read(counted, 4096).durationSeconds()).isEqualTo(5.0);
        assertThat(counted.read).isBetween(4096L, 4096L + 512);
    }
}
