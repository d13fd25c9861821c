package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ViewerGroupsTest {

    private final ViewerGroups groups = new ViewerGroups();

    private static Set<String> cookies(int count) {
        return IntStream.range(0, count).mapToObj(i -> "cookie" + i).collect(Collectors.toSet());
    }

    @Test
    void requestsWithoutALiveSocketAreOneViewerAnAddress() {
        assertThat(groups.keyOf("192.0.2.1", null)).isEqualTo(groups.keyOf("192.0.2.1", "never seen"));
        assertThat(groups.keyOf("192.0.2.1", null)).isNotEqualTo(groups.keyOf("192.0.2.2", null));
    }

    @Test
    void cookiesWithALiveSocketAreViewersOfTheirOwn() {
        groups.live(cookies(4));

        assertThat(cookies(4).stream().map(cookie -> groups.keyOf("192.0.2.1", cookie)))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSharesOfLiveCookiesAreKnownAsLongAsTheyLive() {
        groups.live(cookies(2));
        ViewerKey key = groups.keyOf("192.0.2.1", "cookie0");
        groups.keyOf("192.0.2.1", "never seen");
        Map<String, ViewerKey> shares = new HashMap<>();
        groups.forEachShare(shares::put);
        assertThat(shares).containsExactly(Map.entry("cookie0", key));
        assertThat(groups.isLive("cookie0")).isTrue();
        assertThat(groups.isLive("never seen")).isFalse();

        groups.live(Set.of());
        groups.forEachShare((cookie, gone) -> {
            throw new AssertionError(cookie + " has " + gone);
        });
    }

    @Test
    void threeLiveCookiesLeaveTheAnonymousShareAlone() {
        groups.live(cookies(3));

        assertThat(cookies(3).stream().map(cookie -> groups.keyOf("192.0.2.1", cookie)))
                .doesNotContain(groups.keyOf("192.0.2.1", null));
    }

    @Test
    void eightCookiesOfAnAddressSplitFourShares() {
        groups.live(cookies(8));

        Map<ViewerKey, Integer> loads = new HashMap<>();
        cookies(8).forEach(cookie -> loads.merge(groups.keyOf("192.0.2.1", cookie), 1, Integer::sum));

        assertThat(loads).hasSize(4);
        assertThat(loads.values()).allMatch(load -> load <= 3);
    }

    @Test
    void aCookieKeepsItsShareWhileOthersComeAndGo() {
        groups.live(cookies(3));
        Map<String, ViewerKey> before = new HashMap<>();
        cookies(3).forEach(cookie -> before.put(cookie, groups.keyOf("192.0.2.1", cookie)));

        groups.live(Set.of("cookie1", "cookie7"));
        groups.keyOf("192.0.2.1", "cookie7");

        assertThat(groups.keyOf("192.0.2.1", "cookie1")).isEqualTo(before.get("cookie1"));
        assertThat(groups.keyOf("192.0.2.1", "cookie0")).isEqualTo(groups.keyOf("192.0.2.1", null));
    }

    @Test
    void sharesOfCookiesThatLeftAreFreeAgain() {
        for (int round = 0; round < 100; round++) {
            String cookie = "round" + round;
            groups.live(Set.of(cookie));
            assertThat(groups.keyOf("192.0.2.1", cookie)).isNotEqualTo(groups.keyOf("192.0.2.1", null));
        }
    }
}
