package dev.watchparty.media.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NaturalOrderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ep 1.mkv < ep 1.5.mkv < ep 2.mkv < ep 10.mkv < ep 100.mkv",
                "Film.mkv < Film 2.mkv < Film 10.mkv",
                "alpha.mkv < Beta.mkv < gamma.mkv",
                "eta.mkv < été.mkv < etz.mkv",
                "s1e9.mkv < s1e10.mkv < s2e1.mkv",
                "第2話.mkv < 第１０話.mkv < 第11話.mkv",
                "a1.mkv < a01.mkv < a001.mkv < a2.mkv",
                "a1b2.mkv < a01b3.mkv",
                "x.avi < x.mkv",
                "99999999999999999999999998.mkv < 99999999999999999999999999.mkv < 100000000000000000000000000.mkv",
                "2024-01-02.mkv < 2024-01-10.mkv"
            })
    void orders_names_as_people_do(String chain) {
        List<String> expected = Arrays.asList(chain.split(" < "));
        List<String> shuffled = new ArrayList<>(expected);
        Collections.shuffle(shuffled, new Random(7));

        shuffled.sort((a, b) -> NaturalOrder.KEYS.compare(NaturalOrder.fileKey(a), NaturalOrder.fileKey(b)));

        assertThat(shuffled).containsExactlyElementsOf(expected);
    }

    @Test
    void is_a_total_order() {
        Random random = new Random(42);
        List<NaturalOrder.Key> keys = random.ints(120, 0, Integer.MAX_VALUE)
                .mapToObj(seed -> NaturalOrder.fileKey(name(new Random(seed))))
                .toList();

        for (NaturalOrder.Key a : keys) {
            for (NaturalOrder.Key b : keys) {
                int ab = Integer.signum(NaturalOrder.KEYS.compare(a, b));
                assertThat(ab).isEqualTo(-Integer.signum(NaturalOrder.KEYS.compare(b, a)));
                assertThat(ab == 0).as("%s = %s", a, b).isEqualTo(a.name().equals(b.name()));
                for (NaturalOrder.Key c : keys) {
                    if (ab <= 0 && NaturalOrder.KEYS.compare(b, c) <= 0) {
                        assertThat(NaturalOrder.KEYS.compare(a, c))
                                .as("%s, %s, %s", a, b, c)
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    private static String name(Random random) {
        String alphabet = "aAéE01290 .-";
        StringBuilder name = new StringBuilder("n");
        for (int i = random.nextInt(7); i > 0; i--) {
            name.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return name.append(random.nextBoolean() ? ".mkv" : ".mp4").toString();
    }
}
