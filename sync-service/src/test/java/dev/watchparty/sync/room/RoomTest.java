package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.ClearChat;
import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Mute;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.FormerClock;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Loaded;
import dev.watchparty.sync.protocol.ServerMessage.Paused;
import dev.watchparty.sync.protocol.ServerMessage.Playing;
import dev.watchparty.sync.protocol.ServerMessage.PolicyChanged;
import dev.watchparty.sync.protocol.ServerMessage.RateChanged;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.protocol.ServerMessage.Sought;
import dev.watchparty.sync.protocol.ServerMessage.ViewerRow;
import dev.watchparty.sync.protocol.ServerMessage.Viewers;
import dev.watchparty.sync.protocol.ServerMessage.Welcome;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.TimelineState;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {

    private static final double T = 1_800_000_000_000.0;
    private static final double WALL = 1_800_000_000_000.0;
    private static final long HOST = 1;
    private static final long ANN = 2;
    private static final long BEE = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final StagedFilm FILM = new StagedFilm("e1", "film.mkv", "/media/current?v=e1", 100.0);
    private static final StagedFilm OTHER = new StagedFilm("e2", "other.mkv", "/media/current?v=e2", 50.0);

    private Room room = Room.empty(RoomName.MAIN, "clock", T);
    private double now = T;

    @Test
    void helloIsAnsweredWithTheWholeRoom() {
        apply(new RoomCommand.Stage(FILM, 7));
        join(ANN);
        Welcome welcome = told(hello(ANN, "Ann"), ANN, Welcome.class);

        assertThat(welcome.room()).isEqualTo("main");
        assertThat(welcome.you().name()).isEqualTo("Ann");
        assertThat(welcome.you().role()).isEqualTo(Role.VIEWER);
        assertThat(welcome.staged()).isEqualTo(FILM);
        assertThat(welcome.stageRevision()).isEqualTo(7);
        assertThat(welcome.timeline()).isEqualTo(new TimelineState(0, T, 1, 1, false));
        assertThat(welcome.policy()).isEqualTo(Policy.DEFAULT);
        assertThat(welcome.clockId()).isEqualTo("clock");
        assertThat(welcome.serverMs()).isEqualTo(now);
        assertThat(new ResumeToken(welcome.resume()).tab())
                .isEqualTo(welcome.you().tab());
    }

    @Test
    void whoSaysNothingIsWelcomedAfterAWhileAndPutInPlaceInTheNotesWords() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        control(HOST, new Play(null));
        join(ANN);
        assertThat(room.nextWakeMillis()).isEqualTo(now + Room.GREETING_MILLIS);

        List<RoomEvent> events = wakeAt(now + Room.GREETING_MILLIS);

        assertThat(messagesTo(events, ANN))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Welcome.class),
                        second -> assertThat(second).isInstanceOf(Sought.class),
                        third -> assertThat(third).isInstanceOf(Playing.class));
    }

    @Test
    void whoSaidHelloIsNotWelcomedASecondTime() {
        join(ANN);
        hello(ANN, "Ann");

        assertThat(messagesTo(wakeAt(now + 10_000), ANN)).isEmpty();
    }

    @Test
    void aCommandIsOneLineForAllThatTakesHoldALittleLater() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        join(ANN);

        Sought sought = toAll(control(HOST, new Seek(20.0, null)), Sought.class);
        assertThat(sought.timeline()).isEqualTo(new TimelineState(20, now + Room.MIN_LEAD_MILLIS, 2, 1, false));

        Playing playing = toAll(control(HOST, new Play(null)), Playing.class);
        assertThat(playing.timeline()).isEqualTo(new TimelineState(20, now + Room.MIN_LEAD_MILLIS, 3, 1, true));

        now += 5000;
        Paused paused = toAll(control(HOST, new Pause(null)), Paused.class);
        assertThat(paused.timeline()).isEqualTo(new TimelineState(25, now + Room.MIN_LEAD_MILLIS, 4, 1, false));

        RateChanged rate = toAll(control(HOST, new Rate(1.5, null)), RateChanged.class);
        assertThat(rate.timeline().rate()).isEqualTo(1.5);
        assertThat(rate.timeline().time()).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource({"0, 150", "80, 150", "100, 150", "500, 550", "1449, 1499", "5000, 1500"})
    void theLeadCoversTheSlowestPageWithinItsBounds(double rttMs, double leadMs) {
        host();
        join(ANN);
        join(BEE);
        apply(new RoomCommand.Report(ANN, status(1.0)));
        apply(new RoomCommand.Report(BEE, status(rttMs)));

        Playing playing = toAll(control(HOST, new Play(null)), Playing.class);

        assertThat(playing.timeline().at()).isEqualTo(now + leadMs);
    }

    @Test
    void aSlowPageThatLeftSlowsNobodyDown() {
        host();
        join(ANN);
        apply(new RoomCommand.Report(ANN, status(1200.0)));
        apply(new RoomCommand.Leave(ANN));

        assertThat(toAll(control(HOST, new Play(null)), Playing.class)
                        .timeline()
                        .at())
                .isEqualTo(now + Room.MIN_LEAD_MILLIS);
    }

    @Test
    void aLaterCommandNeverTakesHoldBeforeAnEarlierOne() {
        host();
        join(ANN);
        apply(new RoomCommand.Report(ANN, status(1200.0)));
        double at =
                toAll(control(HOST, new Play(null)), Playing.class).timeline().at();
        apply(new RoomCommand.Leave(ANN));
        now += 10;

        assertThat(toAll(control(HOST, new Pause(null)), Paused.class).timeline())
                .isEqualTo(new TimelineState(0, at, 2, 1, false));
    }

    @Test
    void anImplausibleReportNeverReachesADecision() {
        host();
        join(ANN);
        List<RoomEvent> events = apply(new RoomCommand.Report(ANN, status(1e9)));

        assertThat(told(events, ANN, Refused.class).code()).isEqualTo(ErrorCode.BAD_STATUS);
        assertThat(toAll(control(HOST, new Play(null)), Playing.class)
                        .timeline()
                        .at())
                .isEqualTo(now + Room.MIN_LEAD_MILLIS);
    }

    @Test
    void aViewersControlIsIgnoredAndAnswered() {
        join(ANN);
        for (ClientMessage.Control message : List.of(
                new Play(null),
                new Pause(null),
                new Seek(1.0, null),
                new Rate(2.0, null),
                new Load("e1", null),
                new StartNow(null),
                new Cohost("some-tab", true, null),
                new Remove("some-tab", null),
                new Mute("some-tab", true, null),
                new ClearChat(null, null),
                new ClearChat("t", null),
                new ChangePolicy(false, null, null, null, null, null))) {
            List<RoomEvent> events = control(ANN, message);

            assertThat(told(events, ANN, Refused.class).code()).isEqualTo(ErrorCode.NOT_ADMIN);
            assertThat(events).noneMatch(event -> event instanceof RoomEvent.TellAll);
        }
        assertThat(room.saved(now, WALL).revision()).isZero();
    }

    @Test
    void aKeyOnTheMessageIsEnoughForThatMessageOnly() {
        join(ANN);

        toAll(apply(new RoomCommand.Control(ANN, new Play("key"), true)), Playing.class);
        assertThat(told(control(ANN, new Pause(null)), ANN, Refused.class).code())
                .isEqualTo(ErrorCode.NOT_ADMIN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 1e7, Double.NaN, Double.POSITIVE_INFINITY})
    void aTimeThatNoFilmHasIsRefused(double time) {
        host();

        assertThat(told(control(HOST, new Seek(time, null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.BAD_TIME);
        assertThat(told(control(HOST, new Seek(null, null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.BAD_TIME);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100, Double.NaN})
    void aRateThatNoPlayerHasIsRefused(double rate) {
        host();

        assertThat(told(control(HOST, new Rate(rate, null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.BAD_RATE);
    }

    @Test
    void hundredCommandsASecondAreCoalescedAndTheLastOneWins() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        List<Sought> sent = new ArrayList<>();
        double end = now + 1000;
        for (int i = 0; i < 100; i++) {
            now += 10;
            sent.addAll(allToAll(control(HOST, new Seek(i / 2.0, null)), Sought.class));
        }
        while (room.nextWakeMillis() < end + 5000) {
            sent.addAll(allToAll(wakeAt(room.nextWakeMillis()), Sought.class));
        }

        assertThat(sent).hasSizeBetween(5, 16);
        assertThat(sent.getLast().timeline().time()).isEqualTo(49.5);
        assertThat(sent.getLast().timeline().at()).isGreaterThanOrEqualTo(now + Room.MIN_LEAD_MILLIS);
    }

    @Test
    void theRoomPausesAtTheEndOfTheFilmAndPlayStartsOver() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        double at =
                toAll(control(HOST, new Play(null)), Playing.class).timeline().at();
        now = at + 90_000;
        wakeAt(now);
        assertThat(room.nextWakeMillis()).isLessThanOrEqualTo(at + 100_000);

        List<RoomEvent> events = List.of();
        while (room.nextWakeMillis() <= at + 100_000) {
            events = wakeAt(room.nextWakeMillis());
        }
        Paused paused = toAll(events, Paused.class);
        assertThat(paused.timeline().time()).isEqualTo(100);
        assertThat(paused.timeline().at()).isEqualTo(at + 100_000);
        assertThat(events).contains(new RoomEvent.Changed());

        Playing again = toAll(control(HOST, new Play(null)), Playing.class);
        assertThat(again.timeline().time()).isZero();
    }

    @Test
    void aSeekToTheEndWhilePlayingPausesThere() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        control(HOST, new Play(null));
        now += 1000;
        double at = toAll(control(HOST, new Seek(1000.0, null)), Sought.class)
                .timeline()
                .at();

        Paused paused = toAll(wakeAt(at), Paused.class);
        assertThat(paused.timeline().time()).isEqualTo(100);
    }

    @Test
    void aPushOnlyAdvances() {
        join(ANN);
        Loaded loaded = toAll(apply(new RoomCommand.Stage(FILM, 7)), Loaded.class);
        assertThat(loaded).isEqualTo(new Loaded(FILM, 7, 1));

        assertThat(apply(new RoomCommand.Stage(FILM, 7))).isEmpty();
        assertThat(apply(new RoomCommand.Stage(OTHER, 6))).isEmpty();
        assertThat(toAll(apply(new RoomCommand.Stage(OTHER, 8)), Loaded.class).rev())
                .isEqualTo(2);
    }

    @Test
    void aStageResetsTheTimeline() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        control(HOST, new Rate(2.0, null));
        control(HOST, new Seek(30.0, null));
        control(HOST, new Play(null));
        now += 500;
        apply(new RoomCommand.Stage(OTHER, 8));

        join(ANN);
        Welcome welcome = told(hello(ANN, "Ann"), ANN, Welcome.class);
        assertThat(welcome.timeline()).isEqualTo(new TimelineState(0, now, 5, 1, false));
    }

    @Test
    void whatWasMeantForTheFilmBeforeDoesNotMoveThisOne() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        for (int i = 0; i < 20; i++) {
            control(HOST, new Seek(10.0 + i, null));
        }
        apply(new RoomCommand.Stage(OTHER, 8));

        assertThat(allToAll(wakeAt(now + 5000), Sought.class)).isEmpty();
    }

    @Test
    void aPullReplacesEvenWithSomethingOlder() {
        join(ANN);
        apply(new RoomCommand.Stage(OTHER, 8));

        Loaded loaded = toAll(apply(new RoomCommand.Restage(FILM, 3, 8)), Loaded.class);
        assertThat(loaded.film()).isEqualTo(FILM);
        assertThat(loaded.stageRevision()).isEqualTo(3);
        assertThat(loaded.rev()).isEqualTo(2);
    }

    @Test
    void aPullThatSaysTheSameChangesNothing() {
        join(ANN);
        apply(new RoomCommand.Stage(FILM, 7));

        assertThat(apply(new RoomCommand.Restage(FILM, 7, 7))).isEmpty();
    }

    @Test
    void aPullThatWasOvertakenByAPushChangesNothing() {
        join(ANN);
        long asked = room.stageRevision();
        apply(new RoomCommand.Stage(FILM, 7));

        assertThat(apply(new RoomCommand.Restage(null, 0, asked))).isEmpty();
        assertThat(room.film()).contains(FILM);
    }

    @Test
    void aPullOfNothingUnstagesAndEverybodyGetsTheSnapshot() {
        apply(new RoomCommand.Stage(FILM, 7));
        join(ANN);
        hello(ANN, "Ann");

        Welcome welcome = told(apply(new RoomCommand.Restage(null, 0, 7)), ANN, Welcome.class);
        assertThat(welcome.staged()).isNull();
        assertThat(welcome.stageRevision()).isZero();
        assertThat(welcome.timeline().rev()).isEqualTo(2);
        assertThat(toAll(apply(new RoomCommand.Stage(FILM, 7)), Loaded.class).rev())
                .isEqualTo(3);
    }

    @Test
    void whatAHostDoesAfterALoadIsDoneHoweverFastItCame() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        for (int i = 0; i < CommandPacer.BURST; i++) {
            control(HOST, new Seek(10.0 + i, null));
        }
        control(HOST, new Load("e1", null));
        control(HOST, new Seek(42.0, null));
        control(HOST, new Play(null));

        assertThat(toAll(wakeAt(room.nextWakeMillis()), Loaded.class).film()).isEqualTo(FILM);
        assertThat(toAll(wakeAt(room.nextWakeMillis()), Sought.class).timeline().time())
                .isEqualTo(42);
        assertThat(toAll(wakeAt(room.nextWakeMillis()), Playing.class)
                        .timeline()
                        .time())
                .isEqualTo(42);
    }

    @Test
    void aDurationLearnedLaterIsTakenWithoutALoad() {
        join(ANN);
        StagedFilm unknown = new StagedFilm("e1", "film.mkv", "/media/current?v=e1", null);
        apply(new RoomCommand.Stage(unknown, 7));

        List<RoomEvent> events = apply(new RoomCommand.Restage(FILM, 7, 7));

        assertThat(events).containsExactly(new RoomEvent.Changed());
        assertThat(room.film()).contains(FILM);
    }

    @Test
    void loadWithTheStagedEtagMakesEverybodyLoadAgain() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        control(HOST, new Seek(30.0, null));

        assertThat(toAll(control(HOST, new Load("e1", null)), Loaded.class)).isEqualTo(new Loaded(FILM, 7, 3));
        assertThat(told(control(HOST, new Load("e2", null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.NOT_STAGED);
        assertThat(told(control(HOST, new Load(null, null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.NOT_STAGED);
    }

    @Test
    void thePolicyChangesFieldByField() {
        host();
        join(ANN);

        PolicyChanged changed =
                toAll(control(HOST, new ChangePolicy(false, null, null, null, null, null)), PolicyChanged.class);
        assertThat(changed.policy())
                .isEqualTo(new Policy(
                        false,
                        Policy.DEFAULT.followMode(),
                        Policy.DEFAULT.waitForReady(),
                        Policy.DEFAULT.onStall(),
                        Policy.DEFAULT.chat()));

        assertThat(allToAll(control(HOST, new ChangePolicy(null, false, null, null, null, null)), PolicyChanged.class))
                .isEmpty();
        PolicyChanged later = toAll(wakeAt(room.nextWakeMillis()), PolicyChanged.class);
        assertThat(later.policy().enforcePausePlay()).isFalse();
        assertThat(later.policy().followMode()).isFalse();
    }

    @Test
    void hostsGetTheListOfViewersAtMostOnceASecond() {
        host();
        int lists = 0;
        double end = now + 10_000;
        join(ANN);
        while (now < end) {
            now += 50;
            lists += lists(apply(new RoomCommand.Report(ANN, status(20.0)))).size();
        }

        assertThat(lists).isBetween(9, 11);
    }

    @Test
    void theListSaysWhatTheViewersReported() {
        join(ANN);
        hello(ANN, "Ann");
        apply(new RoomCommand.Report(ANN, status(20.0)));
        join(HOST);

        Viewers viewers = lists(apply(new RoomCommand.Raise(HOST))).getLast();
        assertThat(viewers.viewers())
                .anySatisfy(row -> {
                    assertThat(row.name()).isEqualTo("Ann");
                    assertThat(row.role()).isEqualTo(Role.VIEWER);
                    assertThat(row.rttMs()).isEqualTo(20);
                    assertThat(row.ready()).isTrue();
                })
                .anySatisfy(row -> assertThat(row.role()).isEqualTo(Role.ADMIN));
    }

    @Test
    void theListSaysNothingOfTheDriftOfAPageThatSleeps() {
        host();
        join(ANN);
        join(BEE);
        apply(new RoomCommand.Report(ANN, status(20.0)));

        now += Member.HEARD_MILLIS;
        assertThat(reportedDrifts(apply(new RoomCommand.Report(BEE, status(20.0)))))
                .containsExactly(0.0, 0.0);
        now += Room.VIEWERS_INTERVAL_MILLIS;
        assertThat(reportedDrifts(apply(new RoomCommand.Report(BEE, status(20.0)))))
                .containsExactly(null, 0.0);
    }

    @Test
    void theListSaysWhichPartOfTheUplinkEachViewerGetsWhereThatIsKnown() {
        host();
        join(ANN, "browser-of-ann");
        join(BEE, "browser-of-bee");
        now += 2000;

        Viewers known = lists(apply(new RoomCommand.Share(Map.of("browser-of-ann", 0.5))))
                .getLast();
        assertThat(known.viewers()).extracting(ViewerRow::uplinkShare).containsExactly(null, 0.5, 0.0);

        now += 2000;
        assertThat(lists(apply(new RoomCommand.Share(Map.of("browser-of-ann", 0.5)))))
                .isEmpty();
        Viewers unknown = lists(apply(new RoomCommand.Share(null))).getLast();
        assertThat(unknown.viewers()).extracting(ViewerRow::uplinkShare).containsOnlyNulls();
    }

    @Test
    void aPageThatSleepsIsReportedWithoutWhatItSaidLongAgo() {
        join(ANN, "browser-of-ann");
        join(BEE);
        apply(new RoomCommand.Report(ANN, status(20.0)));
        String tab = told(hello(ANN, "Ann"), ANN, Welcome.class).you().tab();

        assertThat(room.pages(now + Member.HEARD_MILLIS))
                .containsExactly(new PageReport("browser-of-ann", tab, 5.0, 20.0, 100 + Member.HEARD_MILLIS));
        assertThat(room.pages(now + Member.HEARD_MILLIS + 1))
                .containsExactly(new PageReport("browser-of-ann", tab, null, null, null));
    }

    @Test
    void viewersGetNoListAndCostNoWake() {
        join(ANN);
        hello(ANN, "Ann");

        assertThat(room.nextWakeMillis()).isInfinite();
        assertThat(lists(wakeAt(now + 5000))).isEmpty();
    }

    @Test
    void aTabKeepsItsIdentityOverAReconnect() {
        join(ANN);
        Welcome first = told(hello(ANN, "Ann"), ANN, Welcome.class);
        apply(new RoomCommand.Leave(ANN));
        join(BEE);

        Welcome second = told(hello(BEE, "Ann", first.resume()), BEE, Welcome.class);
        assertThat(second.you()).isEqualTo(first.you());
        assertThat(second.resume()).isEqualTo(first.resume());
    }

    @Test
    void aDuplicatedTabGetsAnIdentityOfItsOwn() {
        join(ANN);
        Welcome first = told(hello(ANN, "Ann"), ANN, Welcome.class);
        join(BEE);

        List<RoomEvent> events = hello(BEE, "Bee", first.resume());
        assertThat(events).contains(new RoomEvent.Probe(ANN));
        assertThat(messagesTo(events, BEE)).isEmpty();

        List<RoomEvent> answered = apply(new RoomCommand.Heard(ANN));
        Welcome second = told(answered, BEE, Welcome.class);
        assertThat(second.you().tab()).isNotEqualTo(first.you().tab());
        assertThat(second.resume()).isNotEqualTo(first.resume());
        assertThat(second.you().name()).isEqualTo("Bee");
        assertThat(room.memberCount()).isEqualTo(2);
        assertThat(wakeAt(now + 60_000)).isEmpty();
    }

    @Test
    void aGhostLosesItsIdentityToTheTabThatCameBack() {
        join(ANN);
        Welcome first = told(hello(ANN, "Ann"), ANN, Welcome.class);
        join(BEE);
        hello(BEE, "Ann", first.resume());
        assertThat(room.nextWakeMillis()).isEqualTo(now + Room.CLAIM_MILLIS);

        List<RoomEvent> events = wakeAt(now + Room.CLAIM_MILLIS);

        assertThat(events).contains(new RoomEvent.Evict(ANN));
        assertThat(told(events, BEE, Welcome.class).you()).isEqualTo(first.you());
        assertThat(room.memberCount()).isEqualTo(1);
    }

    @Test
    void twoTabsThatClaimOneGhostDoNotGetOneIdentity() {
        join(ANN);
        String token = told(hello(ANN, "Ann"), ANN, Welcome.class).resume();
        join(BEE);
        join(4);
        hello(BEE, "Bee", token);
        hello(4, "Cee", token);

        List<RoomEvent> events = wakeAt(now + Room.CLAIM_MILLIS);

        assertThat(told(events, BEE, Welcome.class).resume()).isEqualTo(token);
        assertThat(told(events, 4, Welcome.class).resume()).isNotEqualTo(token);
    }

    @Test
    void anotherHelloOfTheSameConnectionOnlyRenames() {
        join(ANN);
        Welcome first = told(hello(ANN, "Ann"), ANN, Welcome.class);

        Welcome second = told(hello(ANN, "Anna", first.resume()), ANN, Welcome.class);
        assertThat(second.resume()).isEqualTo(first.resume());
        assertThat(second.you().name()).isEqualTo("Anna");
    }

    @Test
    void aNamelessTabIsCalledByItsPublicHalf() {
        join(ANN);
        Welcome welcome = told(apply(new RoomCommand.Hello(ANN, null, null, null)), ANN, Welcome.class);

        assertThat(welcome.you().name())
                .isEqualTo("Guest " + welcome.you().tab().substring(0, 4));
    }

    @Test
    void aPlayingRoomIsSavedEachFiveSecondsAndAPausedOneIsNot() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        control(HOST, new Play(null));
        now += 1100;
        wakeAt(now);

        int saves = 0;
        double end = now + 60_000;
        while (room.nextWakeMillis() < end) {
            if (wakeAt(room.nextWakeMillis()).contains(new RoomEvent.Changed())) {
                saves++;
            }
        }
        assertThat(saves).isBetween(11, 12);

        control(HOST, new Pause(null));
        wakeAt(now + 2000);
        assertThat(room.nextWakeMillis()).isInfinite();
    }

    @ParameterizedTest
    @CsvSource({
        // seconds away, where it stands, playing
        "0, 20, true",
        "1, 21, true",
        "59, 79, true",
        "60, 80, true",
        "61, 20, false",
        "86400, 20, false",
        "-3600, 20, true",
    })
    void aRestoredRoomGoesOnOrStandsPausedAfterLongAbsence(long awaySeconds, double position, boolean playing) {
        SavedRoom saved = new SavedRoom(
                "main",
                FILM,
                7,
                Policy.DEFAULT,
                20,
                1,
                true,
                false,
                5,
                WALL,
                null,
                List.of(),
                SavedChat.EMPTY,
                List.of(),
                false);
        now = 5_000_000;
        room = Room.restored(saved, "clock", now, WALL + awaySeconds * 1000);

        join(ANN);
        Welcome welcome = told(hello(ANN, "Ann"), ANN, Welcome.class);

        TimelineState line = welcome.timeline();
        double at = Math.max(now, line.at());
        double stands = line.playing() ? line.time() + (at - line.at()) / 1000 * line.rate() : line.time();
        assertThat(stands).isCloseTo(position, within(1e-6));
        assertThat(line.playing()).isEqualTo(playing);
        assertThat(line.rev()).isEqualTo(playing ? 5 : 6);
        assertThat(welcome.staged()).isEqualTo(FILM);
        assertThat(welcome.stageRevision()).isEqualTo(7);
    }

    @Test
    void theClockBeforeTheRestartIsTiedToTheNewOne() {
        SavedRoom saved = room.saved(now, WALL);
        now = 9_000_000;

        FormerClock former = formerClockAfter(saved, WALL + 12_000);

        // What the old clock told when the room was saved is 12 s before now.
        assertThat(former).isEqualTo(new FormerClock("clock", now - 12_000 - T));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_501, 60_001, 86_400_000})
    void theClockBeforeTheRestartIsForgottenWhereTheWallClockWasSetOrAllAreGone(long awayMillis) {
        assertThat(formerClockAfter(room.saved(now, WALL), WALL + awayMillis)).isNull();
    }

    private @Nullable FormerClock formerClockAfter(SavedRoom saved, double wallMillis) {
        room = Room.restored(saved, "another clock", now, wallMillis);
        join(ANN);
        return told(hello(ANN, "Ann"), ANN, Welcome.class).formerClock();
    }

    @Test
    void aFilmThatEndedMeanwhileIsPausedAtItsEnd() {
        SavedRoom saved = new SavedRoom(
                "main",
                FILM,
                7,
                Policy.DEFAULT,
                90,
                1,
                true,
                false,
                5,
                WALL,
                null,
                List.of(),
                SavedChat.EMPTY,
                List.of(),
                false);
        room = Room.restored(saved, "clock", now, WALL + 30_000);

        assertThat(room.nextWakeMillis()).isLessThanOrEqualTo(now);
        wakeAt(now);
        assertThat(room.saved(now, WALL).positionSeconds()).isEqualTo(100);
        assertThat(room.saved(now, WALL).playing()).isFalse();
    }

    @Test
    void whatIsSavedIsRestored() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        control(HOST, new Seek(30.0, null));
        control(HOST, new Rate(1.5, null));
        control(HOST, new ChangePolicy(false, null, null, null, null, null));
        control(HOST, new Play(null));
        now += 4000;
        SavedRoom saved = room.saved(now, WALL);

        Room back = Room.restored(saved, "clock", now, WALL);

        assertThat(back.saved(now, WALL)).isEqualTo(saved);
        assertThat(saved.positionSeconds()).isCloseTo(30 + 1.5 * (4 - Room.MIN_LEAD_MILLIS / 1000), within(1e-6));
        assertThat(saved.policy().enforcePausePlay()).isFalse();
    }

    @Test
    void aCommandThatLiesAheadIsSavedAsItLies() {
        host();
        control(HOST, new Play(null));
        SavedRoom saved = room.saved(now, WALL);

        assertThat(saved.wallMillis()).isEqualTo(WALL + Room.MIN_LEAD_MILLIS);
        assertThat(Room.restored(saved, "clock", now, WALL).saved(now, WALL)).isEqualTo(saved);
    }

    @Test
    void whoIsGoneIsAnsweredNothing() {
        join(ANN);
        apply(new RoomCommand.Leave(ANN));

        assertThat(hello(ANN, "Ann")).isEmpty();
        assertThat(control(ANN, new Play(null))).isEmpty();
        assertThat(apply(new RoomCommand.Leave(ANN))).isEmpty();
        assertThat(room.nextWakeMillis()).isInfinite();
    }

    @Test
    void aCoHostMayControlUntilTheRoleIsTakenBack() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        String tab = welcomed(ANN, "Ann").you().tab();

        Welcome promoted = told(control(HOST, new Cohost(tab, true, null)), ANN, Welcome.class);
        assertThat(promoted.you().role()).isEqualTo(Role.COHOST);
        assertThat(toAll(control(ANN, new Play(null)), Playing.class).timeline().playing())
                .isTrue();
        now += 1000;
        assertThat(lists(apply(new RoomCommand.Wake())).getLast().viewers())
                .anySatisfy(row -> assertThat(row.role()).isEqualTo(Role.COHOST));

        Welcome demoted = told(control(HOST, new Cohost(tab, false, null)), ANN, Welcome.class);
        assertThat(demoted.you().role()).isEqualTo(Role.VIEWER);
        assertThat(told(control(ANN, new Pause(null)), ANN, Refused.class).code())
                .isEqualTo(ErrorCode.NOT_ADMIN);
    }

    @Test
    void aCoHostMakesNoCoHostsAndRemovesNobody() {
        host();
        String ann = welcomed(ANN, "Ann").you().tab();
        String bee = welcomed(BEE, "Bee").you().tab();
        control(HOST, new Cohost(ann, true, null));

        for (ClientMessage.Control message : List.of(new Cohost(bee, true, null), new Remove(bee, null))) {
            assertThat(told(control(ANN, message), ANN, Refused.class).code()).isEqualTo(ErrorCode.NOT_ADMIN);
        }
        assertThat(room.memberCount()).isEqualTo(3);
    }

    @Test
    void aCoHostIsOneAgainAfterAReconnectAndAfterARestart() {
        host();
        Welcome ann = welcomed(ANN, "Ann");
        control(HOST, new Cohost(ann.you().tab(), true, null));
        apply(new RoomCommand.Leave(ANN));

        join(BEE);
        Welcome back = told(hello(BEE, "Ann", ann.resume()), BEE, Welcome.class);
        assertThat(back.you().role()).isEqualTo(Role.COHOST);

        room = Room.restored(room.saved(now, WALL), "clock", now, WALL);
        join(ANN);
        assertThat(told(hello(ANN, "Ann", ann.resume()), ANN, Welcome.class)
                        .you()
                        .role())
                .isEqualTo(Role.COHOST);
        join(BEE);
        assertThat(told(hello(BEE, "Bee"), BEE, Welcome.class).you().role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void whoIsNotHereCanLoseTheRoleButNotGetIt() {
        host();
        Welcome ann = welcomed(ANN, "Ann");
        String tab = ann.you().tab();
        control(HOST, new Cohost(tab, true, null));
        apply(new RoomCommand.Leave(ANN));

        assertThat(control(HOST, new Cohost(tab, false, null))).contains(new RoomEvent.Changed());
        for (ClientMessage.Control message :
                List.of(new Cohost(tab, true, null), new Cohost(tab, false, null), new Cohost(null, true, null))) {
            assertThat(told(control(HOST, message), HOST, Refused.class).code()).isEqualTo(ErrorCode.NO_SUCH_VIEWER);
        }
        join(ANN);
        assertThat(told(hello(ANN, "Ann", ann.resume()), ANN, Welcome.class)
                        .you()
                        .role())
                .isEqualTo(Role.VIEWER);
    }

    @Test
    void ofTwoAdminsTheNewerCommandWinsByItsRevision() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();
        join(ANN);
        apply(new RoomCommand.Raise(ANN));
        Sought first = toAll(control(HOST, new Seek(10.0, null)), Sought.class);
        Sought second = toAll(control(ANN, new Seek(20.0, null)), Sought.class);

        assertThat(second.timeline().rev()).isGreaterThan(first.timeline().rev());
        assertThat(second.timeline().at())
                .isGreaterThanOrEqualTo(first.timeline().at());
        assertThat(room.saved(now, WALL).positionSeconds()).isEqualTo(20);
    }

    @Test
    void whoIsRemovedIsToldAndDoesNotComeBackWithTheSameTokenForAWhile() {
        host();
        Welcome ann = welcomed(ANN, "Ann");

        List<RoomEvent> events = control(HOST, new Remove(ann.you().tab(), null));
        assertThat(told(events, ANN, Refused.class).code()).isEqualTo(ErrorCode.REMOVED);
        assertThat(events).contains(new RoomEvent.Remove(ANN));
        assertThat(room.memberCount()).isEqualTo(1);

        join(BEE);
        List<RoomEvent> again = hello(BEE, "Ann", ann.resume());
        assertThat(told(again, BEE, Refused.class).code()).isEqualTo(ErrorCode.REMOVED);
        assertThat(again).contains(new RoomEvent.Remove(BEE));

        now += Barred.MILLIS;
        join(4);
        assertThat(told(hello(4, "Ann", ann.resume()), 4, Welcome.class).you().name())
                .isEqualTo("Ann");
    }

    @Test
    void aRemovedBrowserGoesWithAllItsTabsAndDoesNotComeBackWithAFreshToken() {
        host();
        join(ANN, "browser");
        Welcome ann = told(hello(ANN, "Ann"), ANN, Welcome.class);
        join(BEE, "browser");
        hello(BEE, "Ann too");

        List<RoomEvent> events = control(HOST, new Remove(ann.you().tab(), null));
        assertThat(events).contains(new RoomEvent.Remove(ANN), new RoomEvent.Remove(BEE));

        List<RoomEvent> again = join(4, "browser");
        assertThat(told(again, 4, Refused.class).code()).isEqualTo(ErrorCode.REMOVED);
        assertThat(again).contains(new RoomEvent.Remove(4));
        join(5, "another");
        assertThat(messagesTo(hello(5, "Bee"), 5)).hasSize(1).first().isInstanceOf(Welcome.class);
    }

    @Test
    void anAdminsBrowserLosesOneTabOnlyAndAnAdminIsNeverRemoved() {
        join(HOST, "browser");
        Welcome host = told(hello(HOST, "Host"), HOST, Welcome.class);
        apply(new RoomCommand.Raise(HOST));
        join(ANN, "browser");
        Welcome ann = told(hello(ANN, "Ann"), ANN, Welcome.class);
        join(BEE, "browser");
        hello(BEE, "Bee");

        List<RoomEvent> events = control(HOST, new Remove(ann.you().tab(), null));
        assertThat(events).contains(new RoomEvent.Remove(ANN)).doesNotContain(new RoomEvent.Remove(BEE));
        join(4, "browser");
        assertThat(messagesTo(hello(4, "Cee"), 4)).hasSize(1).first().isInstanceOf(Welcome.class);
        assertThat(told(control(HOST, new Remove(host.you().tab(), null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.NO_SUCH_VIEWER);
        assertThat(told(control(HOST, new Remove(null, null)), HOST, Refused.class)
                        .code())
                .isEqualTo(ErrorCode.NO_SUCH_VIEWER);
    }

    @Test
    void aDuplicateOfARemovedTabThatStillAsksForItsIdentityGoesToo() {
        host();
        Welcome ann = welcomed(ANN, "Ann");
        join(BEE);
        hello(BEE, "Ann", ann.resume());

        List<RoomEvent> events = control(HOST, new Remove(ann.you().tab(), null));

        assertThat(events).contains(new RoomEvent.Remove(ANN), new RoomEvent.Remove(BEE));
        assertThat(messagesTo(events, BEE)).hasSize(1).first().isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Safari 17 \u00b7 iOS, Safari 17 \u00b7 iOS",
        "'  <b>\u202eTV\n  ', <b>TV",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee, aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd",
        "'\u200b ', ",
        ", ",
    })
    void theHostSeesWhatAPageTakesItsBrowserFor(@Nullable String said, @Nullable String shown) {
        host();
        join(ANN);
        apply(new RoomCommand.Hello(ANN, "Ann", null, said));

        Viewers viewers = lists(wakeAt(now + Room.VIEWERS_INTERVAL_MILLIS)).getLast();

        assertThat(viewers.viewers().getLast().browser()).isEqualTo(shown);
        // A new name says nothing of the browser.
        hello(ANN, "Ann B.");
        assertThat(lists(wakeAt(now + Room.VIEWERS_INTERVAL_MILLIS))
                        .getLast()
                        .viewers()
                        .getLast()
                        .browser())
                .isEqualTo(shown);
    }

    @Test
    void startNowPlaysAndChangesNothingWhereTheFilmPlays() {
        apply(new RoomCommand.Stage(FILM, 7));
        host();

        assertThat(toAll(control(HOST, new StartNow(null)), Playing.class)
                        .timeline()
                        .playing())
                .isTrue();
        assertThat(allToAll(control(HOST, new StartNow(null)), Playing.class)).isEmpty();
    }

    private List<RoomEvent> apply(RoomCommand command) {
        return room.apply(command, now);
    }

    private List<RoomEvent> wakeAt(double millis) {
        now = Math.max(now, millis);
        return apply(new RoomCommand.Wake());
    }

    private void join(long member) {
        join(member, null);
    }

    private List<RoomEvent> join(long member, @Nullable String viewer) {
        return apply(new RoomCommand.Join(member, ResumeToken.fresh(RANDOM), viewer));
    }

    private Welcome welcomed(long member, String name) {
        join(member);
        return told(hello(member, name), member, Welcome.class);
    }

    private List<RoomEvent> hello(long member, String name) {
        return hello(member, name, null);
    }

    private List<RoomEvent> hello(long member, String name, @Nullable String resume) {
        return apply(new RoomCommand.Hello(member, name, resume, null));
    }

    private void host() {
        join(HOST);
        hello(HOST, "Host");
        apply(new RoomCommand.Raise(HOST));
    }

    private List<RoomEvent> control(long member, ClientMessage.Control message) {
        return apply(new RoomCommand.Control(member, message, false));
    }

    private static List<@Nullable Double> reportedDrifts(List<RoomEvent> events) {
        List<@Nullable Double> drifts = new ArrayList<>();
        for (ServerMessage.ViewerRow row : lists(events).getLast().viewers()) {
            if (row.time() != null) {
                drifts.add(row.driftMs());
            }
        }
        return drifts;
    }

    private static Status status(double rttMs) {
        return new Status(1, 5, true, 0.0, 1.0, rttMs, 100.0, 0, true, false, null, null, null, null);
    }

    private static List<ServerMessage> messagesTo(List<RoomEvent> events, long member) {
        return events.stream()
                .flatMap(event -> event instanceof RoomEvent.Tell tell && tell.member() == member
                        ? java.util.stream.Stream.of(tell.message())
                        : java.util.stream.Stream.empty())
                .toList();
    }

    private static <T extends ServerMessage> T told(List<RoomEvent> events, long member, Class<T> type) {
        List<ServerMessage> messages = messagesTo(events, member);
        assertThat(messages).hasSize(1).first().isInstanceOf(type);
        return type.cast(Objects.requireNonNull(messages.getFirst()));
    }

    private static <T extends ServerMessage> List<T> allToAll(List<RoomEvent> events, Class<T> type) {
        return events.stream()
                .filter(RoomEvent.TellAll.class::isInstance)
                .map(event -> ((RoomEvent.TellAll) event).message())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static <T extends ServerMessage> T toAll(List<RoomEvent> events, Class<T> type) {
        List<T> messages = allToAll(events, type);
        assertThat(messages).as("to all: %s", events).hasSize(1);
        return messages.getFirst();
    }

    private static List<Viewers> lists(List<RoomEvent> events) {
        return events.stream()
                .filter(RoomEvent.TellSome.class::isInstance)
                .map(event -> ((RoomEvent.TellSome) event).message())
                .filter(Viewers.class::isInstance)
                .map(Viewers.class::cast)
                .toList();
    }
}
