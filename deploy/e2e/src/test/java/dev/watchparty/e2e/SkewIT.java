package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.skew.Playout;
import dev.watchparty.skew.Skew;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How far apart players are behind long routes, told by a film that carries its frame numbers and by a script that
/// is not the pages' own. What is reached on a machine of its own, `./watchparty bench sync` tells; the bounds here
/// have a margin.
class SkewIT {

    /// As most films have.
    private static final int FRAMES_PER_SECOND = 24;

    private static final Film FILM = Film.coded(FRAMES_PER_SECOND, 120);
    private static final double APART_MS = 40;
    private static final double SETTLED_MS = 3_000;
    private static final Duration LOPSIDED_UP = Duration.ofMillis(20);
    private static final Duration LOPSIDED_DOWN = Duration.ofMillis(120);
    /// Below this the route would not be what it is called: half of the difference is 50 ms, less its jitter.
    private static final double LEAST_ASIDE_MS = 15;
    /// What a player may be off its own clock.
    private static final double PLAYERS_OWN_MS = 30;
    /// A stretch in which the machine had no time for a page says nothing about its sync: it is reported, and another
    /// one is measured. Where none of so many is better, the test fails.
    private static final int STRETCHES = 3;
    /// Of all instants: at how many a page may be starved.
    private static final double MISSING_PART = 0.02;
    /// Of the pictures: at how many the browser may already draw the next one, or one that is torn.
    private static final double MISREAD_PART = 0.02;

    @RegisterExtension
    static final Pair pair = Pair.running(SkewIT.class);

    @RegisterExtension
    static final Chromium chromium = Chromium.recording();

    @Test
    void fourBehindRoutesOfUpToAQuarterOfASecondSeeTheSame() {
        try (Party party = new Party(pair, chromium, "main", FILM)) {
            for (int oneWayMs : new int[] {0, 40, 120, 250}) {
                party.join("Behind " + oneWayMs, Duration.ofMillis(oneWayMs));
            }
            double playedMs = party.play();
            Stretch played = measure("after play", party, playedMs, 5_000);
            played.assertTogether();
            played.assertThatTheBrowserTellsTheTruthAboutItsPictures();
            assertThat(played.playout().seeks(playedMs + SETTLED_MS, played.toMs()))
                    .as("seeks while playing")
                    .isZero();

            double soughtSeconds = 85;
            assertThat(party.viewers())
                    .as("what is to be sought is nowhere buffered")
                    .allSatisfy(viewer ->
                            assertThat(viewer.player().bufferedEndSeconds()).isLessThan(soughtSeconds));
            double soughtMs = System.currentTimeMillis();
            party.host().seek(soughtSeconds);
            eventually()
                    .untilAsserted(() ->
                            assertThat(party.playout().allHaveData(soughtMs)).isPresent());
            double dataMs = party.playout().allHaveData(soughtMs).orElseThrow();
            measure("after a seek, once all have data", party, dataMs, 5_000).assertTogether();
        }
    }

    @Test
    void whoComesLateOverALongRouteIsSoonWhereTheOthersAre() {
        try (Party party = new Party(pair, chromium, "late", FILM)) {
            party.join("Ann", Duration.ZERO);
            party.join("Ben", Duration.ofMillis(120));
            party.recordUntil(party.play() + SETTLED_MS);

            party.join("Cem", Duration.ofMillis(250));
            eventually()
                    .untilAsserted(() -> assertThat(party.recording(2).frames()).isNotEmpty());
            double firstMs = party.recording(2).frames().getFirst().displayedMs();
            measure("after a late joiner's first picture", party, firstMs, 5_000)
                    .assertTogether();
        }
    }

    /// What nobody can see of a route, the same for all, keeps nobody apart.
    @Test
    void allBehindARouteThatIsLongerBackThanThereSeeTheSame() {
        try (Party party = new Party(pair, chromium, "lopsided", FILM)) {
            for (String name : List.of("Ann", "Ben", "Cem", "Dan")) {
                party.join(name, LOPSIDED_UP, LOPSIDED_DOWN);
            }
            measure("after play, all behind 20/120 ms", party, party.play(), 5_000)
                    .assertTogether();
        }
    }

    /// Half of the difference is in its clock, unseen, and inside the error that it states (RFC 5905, section 8).
    @Test
    void whoAloneIsBehindSuchARouteIsOffByNoMoreThanItsPageStates() {
        try (Party party = new Party(pair, chromium, "oneside", FILM)) {
            party.join("Ann", LOPSIDED_UP, LOPSIDED_DOWN);
            for (String name : List.of("Ben", "Cem", "Dan")) {
                party.join(name, Duration.ofMillis(40));
            }
            Stretch played = measure("after play, one behind 20/120 ms", party, party.play(), 5_000);
            double statedMs = party.host().clockErrorMs("Ann");
            List<Double> asideMs = played.playout().aside(0, played.fromMs(), played.toMs()).stream()
                    .map(Math::abs)
                    .toList();
            Report.say("beside the three others: p95 %.1f ms, states %.1f ms"
                    .formatted(Skew.quantile(asideMs, 0.95), statedMs));
            assertThat(Skew.quantile(asideMs, 0.5)).isBetween(LEAST_ASIDE_MS, statedMs);
            assertThat(Skew.quantile(asideMs, 0.95)).isLessThanOrEqualTo(statedMs + PLAYERS_OWN_MS);
        }
    }

    @Test
    void whoComesBackAfterTheSyncServiceWasKilledIsWhereTheOthersAreWithoutAJump() {
        try (Party party = new Party(pair, chromium, "restart", FILM)) {
            party.join("Ann", Duration.ZERO);
            party.join("Ben", Duration.ofMillis(120));
            party.viewers().forEach(viewer -> viewer.tab().expectOutage());
            party.recordUntil(party.play() + SETTLED_MS);

            double killedMs = System.currentTimeMillis();
            pair.sync().kill();
            pair.sync().startBehindOthers();
            pair.sync().awaitHealthy();
            eventually()
                    .untilAsserted(() -> assertThat(party.welcomedMs(killedMs)).isPresent());
            double backMs = party.welcomedMs(killedMs).orElseThrow();
            Stretch back = measure("after a restart of the sync service", party, backMs, 5_000);
            back.assertTogether();
            assertThat(back.playout().seeks(killedMs, back.toMs()))
                    .as("seeks since the kill")
                    .isZero();
        }
    }

    /// Records from 3 s after an instant on.
    private static Stretch measure(String what, Party party, double sinceMs, double lengthMs) {
        double fromMs = sinceMs + SETTLED_MS;
        for (int attempt = 1; ; attempt++) {
            double toMs = fromMs + lengthMs;
            party.recordUntil(toMs);
            Stretch stretch = new Stretch("3 s " + what, party.playout(), fromMs, toMs);
            stretch.report();
            if (!stretch.starved() || attempt == STRETCHES) {
                return stretch;
            }
            fromMs = toMs + SETTLED_MS;
        }
    }

    private record Stretch(String when, Playout playout, double fromMs, double toMs) {

        Skew skew() {
            return playout.byPosition(fromMs, toMs);
        }

        boolean starved() {
            return skew().missing() > MISSING_PART || playout.waits(fromMs, toMs) > 0;
        }

        void report() {
            Report.say("skew %s: media time in ms: %s; %d waits for the decoder"
                    .formatted(when, skew(), playout.waits(fromMs, toMs)));
            Report.say("skew %s: pictures in ms: %s".formatted(when, playout.byPicture(fromMs, toMs)));
            Report.say("skew %s: pictures in frames: %s".formatted(when, playout.byNumber(fromMs, toMs)));
        }

        void assertTogether() {
            assertThat(starved())
                    .as("%s: the machine had no time for its pages, %s", when, skew())
                    .isFalse();
            assertThat(skew().p95()).as("%s: %s", when, skew()).isLessThanOrEqualTo(APART_MS);
            Playout.Rates rates = playout.rates(fromMs, toMs);
            assertThat(rates.lowest()).as("lowest rate " + when).isGreaterThanOrEqualTo(0.95);
            assertThat(rates.highest()).as("highest rate " + when).isLessThanOrEqualTo(1.05);
        }

        void assertThatTheBrowserTellsTheTruthAboutItsPictures() {
            Playout.Misread misread = playout.misread(fromMs, toMs, FRAMES_PER_SECOND);
            Report.say("blocks beside the browser's media times: " + misread);
            assertThat(misread.pictures()).isGreaterThan((int) ((toMs - fromMs) / 1_000 * FRAMES_PER_SECOND));
            assertThat(misread.torn() + misread.other()).as("%s", misread).isLessThanOrEqualTo((int)
                    (MISREAD_PART * misread.pictures()));
        }
    }
}
