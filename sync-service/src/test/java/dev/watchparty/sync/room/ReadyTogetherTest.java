package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.Policy.OnStall;
import dev.watchparty.sync.protocol.Policy.WaitForReady;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Loaded;
import dev.watchparty.sync.protocol.ServerMessage.Paused;
import dev.watchparty.sync.protocol.ServerMessage.Playing;
import dev.watchparty.sync.protocol.ServerMessage.Sought;
import dev.watchparty.sync.protocol.ServerMessage.Waiting;
import dev.watchparty.sync.protocol.ServerMessage.Welcome;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.TimelineState;
import dev.watchparty.sync.protocol.WaitState;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A room with a host who only has the admin page, and Ann and Bee, who watch.
class ReadyTogetherTest {

    private static final double T = 1_800_000_000_000.0;
    private static final double WALL = 1_800_000_000_000.0;
    private static final long HOST = 1;
    private static final long ANN = 2;
    private static final long BEE = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final StagedFilm FILM = new StagedFilm("e1", "film.mkv", "/media/current?v=e1", 1000.0);

    private final Room room = Room.empty(RoomName.MAIN, "clock", T);
    private final List<ServerMessage> toAll = new ArrayList<>();
    private final Map<Long, ServerMessage> told = new HashMap<>();
    private double now = T;

    @BeforeEach
    void theyAreHere() {
        apply(new RoomCommand.Stage(FILM, 7));
        join(HOST, "Host");
        apply(new RoomCommand.Raise(HOST));
        join(ANN, "Ann");
        join(BEE, "Bee");
        policy(WaitForReady.ON, OnStall.LET_LAG_AND_CATCH_UP);
        ready(ANN, 0);
        ready(BEE, 0);
        toAll.clear();
    }

    @Test
    void afterALoadTheRoomWaitsForThoseWhoWatchAndRemembersAPlay() {
        control(new Load("e1", null));
        assertThat(lastWait())
                .isEqualTo(new WaitState(
                        List.of("Ann", "Bee"), List.of(tab(ANN), tab(BEE)), 0, now + ReadyTogether.ON_MILLIS, false));

        control(new Play(null));
        assertThat(all(Playing.class)).isEmpty();
        pass(1000);
        assertThat(lastWait().plays()).isTrue();

        ready(ANN, 0);
        assertThat(all(Playing.class)).isEmpty();
        pass(1000);
        assertThat(lastWait().names()).containsExactly("Bee");

        ready(BEE, 0);
        assertThat(all(Playing.class)).hasSize(1);
        assertThat(line().time()).isZero();
        assertThat(line().at()).isEqualTo(now + Room.MIN_LEAD_MILLIS);
        assertThat(lastWait()).isEqualTo(WaitState.over(true));
    }

    @Test
    void withoutAPlayTheRoomStandsWhenAllAreReady() {
        control(new Load("e1", null));
        pass(1000);
        ready(ANN, 0);
        ready(BEE, 0);

        assertThat(lastWait()).isEqualTo(WaitState.over(false));
        assertThat(all(Playing.class)).isEmpty();

        control(new Play(null));
        assertThat(all(Playing.class)).hasSize(1);
    }

    @Test
    void aSeekWhilePlayingHoldsTheFilmThereAndGoesOnWhenAllAreReady() {
        play();
        control(new Seek(500.0, null));

        assertThat(all(Sought.class).getLast().timeline().playing()).isFalse();
        assertThat(all(Paused.class).getLast().timeline())
                .as("for clients of the note's messages")
                .isEqualTo(all(Sought.class).getLast().timeline());
        assertThat(lastWait().plays()).isTrue();

        pass(1000);
        ready(ANN, 500);
        ready(BEE, 500.4);
        assertThat(line().playing()).isTrue();
        assertThat(line().time()).isEqualTo(500);
    }

    @Test
    void aReportFromThePlaceBeforeOrTheFilmBeforeSaysNothing() {
        play();
        control(new Seek(500.0, null));
        // On their way when the room went on.
        ready(ANN, 1.2);
        ready(BEE, 500);
        pass(1000);
        assertThat(lastWait().names()).containsExactly("Ann", "Bee");

        ready(ANN, 1.2);
        assertThat(line().playing()).isFalse();
        ready(ANN, 500);
        ready(BEE, 500);
        assertThat(line().playing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ON, 10000", "EVERYONE, 60000"})
    void whoSaysForeverThatItIsNotReadyHoldsTheRoomNoLongerThanTheTimeOut(WaitForReady wait, double millis) {
        policy(wait, OnStall.LET_LAG_AND_CATCH_UP);
        play();
        control(new Seek(500.0, null));
        double until = now + millis;
        assertThat(lastWait().untilMs()).isEqualTo(until);

        while (now < until - 1000) {
            pass(1000);
            ready(BEE, 500);
            report(ANN, 500, 0, false, true, null);
        }
        assertThat(line().playing()).isFalse();
        assertThat(lastWait().names()).containsExactly("Ann");
        pass(until - now);
        assertThat(line().playing()).isTrue();
        assertThat(now).isEqualTo(until);
    }

    @Test
    void whoWasNotReadyAtTheTimeOutIsWaitedForOnceMoreWhenPlayIsPressedAfterIt() {
        control(new Load("e1", null));
        pass(1000);
        ready(ANN, 0);
        while (room.nextWakeMillis() < T + 12_000) {
            pass(room.nextWakeMillis() - now);
            stuck(BEE, 0);
        }
        assertThat(lastWait()).isEqualTo(WaitState.over(false));

        ready(ANN, 0);
        stuck(BEE, 0);
        control(new Play(null));
        assertThat(lastWait().names()).containsExactly("Bee");
        ready(BEE, 0);
        assertThat(line().playing()).isTrue();
    }

    @Test
    void aPlayAfterAMerePauseWaitsForNobody() {
        play();
        control(new Pause(null));
        stuck(ANN, 0.15);
        stuck(BEE, 0.15);
        toAll.clear();
        control(new Play(null));

        assertThat(all(Playing.class)).hasSize(1);
        assertThat(all(Waiting.class)).isEmpty();
    }

    @Test
    void startNowStartsAtOnceWithoutThoseWhoAreNotReady() {
        control(new Load("e1", null));
        control(new StartNow(null));

        assertThat(line().playing()).isTrue();
        assertThat(lastWait()).isEqualTo(WaitState.over(true));
    }

    @Test
    void aPauseMeanwhileTakesThePlayBack() {
        play();
        control(new Seek(500.0, null));
        control(new Pause(null));
        pass(1000);
        assertThat(lastWait().plays()).isFalse();
        ready(ANN, 500);
        ready(BEE, 500);

        assertThat(line().playing()).isFalse();
        assertThat(lastWait()).isEqualTo(WaitState.over(false));
    }

    @Test
    void anotherSeekOrRateMeanwhileIsCarriedOutAndTheFilmStillGoesOnAfterIt() {
        play();
        control(new Seek(500.0, null));
        pass(300);
        control(new Rate(1.5, null));
        pass(300);
        control(new Seek(600.0, null));
        pass(1000);
        ready(ANN, 600);
        ready(BEE, 600);

        assertThat(line().playing()).isTrue();
        assertThat(line().time()).isEqualTo(600);
        assertThat(line().rate()).isEqualTo(1.5);
    }

    @Test
    void whoComesDuringAWaitIsToldOfItAndDoesNotExtendIt() {
        play();
        control(new Seek(500.0, null));
        long cee = 4;
        join(cee, "Cee");
        assertThat(((Welcome) Objects.requireNonNull(told.get(cee))).waiting()).isEqualTo(lastWait());
        stuck(cee, 500);
        pass(1000);
        ready(ANN, 500);
        ready(BEE, 500);

        assertThat(line().playing()).isTrue();
        join(5, "Dee");
        assertThat(((Welcome) Objects.requireNonNull(told.get(5L))).waiting()).isNull();
    }

    @Test
    void whoLeavesOrIsRemovedIsNotWaitedFor() {
        play();
        control(new Seek(500.0, null));
        apply(new RoomCommand.Leave(ANN));
        control(new Remove(tab(BEE), null));

        assertThat(line().playing()).isTrue();
    }

    @Test
    void whoGoesOwnWaysHasAProblemOrFallsSilentIsNotWaitedFor() {
        long cee = 4;
        join(cee, "Cee");
        ready(cee, 0);
        play();
        control(new Seek(500.0, null));
        pass(1000);
        report(ANN, 500, 0, false, false, null);
        report(BEE, 500, 0, false, true, "cannot play this");
        pass(1000);
        assertThat(lastWait().names()).containsExactly("Cee");

        pass(Member.HEARD_MILLIS);
        assertThat(line().playing()).isTrue();
    }

    @Test
    void whoNeverReportedOrDoesNotFollowDoesNotCountFromTheStart() {
        report(ANN, 0, 0, false, false, null);
        report(BEE, 0, 0, false, true, "cannot play this");
        toAll.clear();
        control(new Load("e1", null));
        control(new Play(null));

        assertThat(all(Waiting.class)).isEmpty();
        assertThat(line().playing()).isTrue();
    }

    @Test
    void withTheWaitOffNobodyIsWaitedForAndSwitchingItOffEndsAWait() {
        play();
        control(new Seek(500.0, null));
        assertThat(line().playing()).isFalse();
        policy(WaitForReady.OFF, OnStall.LET_LAG_AND_CATCH_UP);
        assertThat(line().playing()).isTrue();

        control(new Seek(600.0, null));
        assertThat(line().playing()).isTrue();
        assertThat(line().time()).isEqualTo(600);
    }

    @Test
    void aSeekToTheEndWaitsForNobodyAndPausesThere() {
        play();
        control(new Seek(5000.0, null));
        pass(2000);

        assertThat(line().playing()).isFalse();
        assertThat(line().time()).isEqualTo(1000);
    }

    @Test
    void aPlayAtTheEndGoesToTheStartAndWaitsThereAsAfterAnyJump() {
        play();
        control(new Seek(5000.0, null));
        pass(2000);
        toAll.clear();

        control(new Play(null));
        assertThat(all(Playing.class)).isEmpty();
        assertThat(all(Sought.class).getLast().timeline().time()).isZero();
        assertThat(lastWait().plays()).isTrue();

        pass(1000);
        ready(ANN, 0);
        ready(BEE, 0);
        assertThat(all(Playing.class)).hasSize(1);
        assertThat(line().time()).isZero();
    }

    @Test
    void aRoomThatWaitsToPlayIsSavedAsOneThatPlays() {
        play();
        control(new Seek(500.0, null));

        assertThat(room.saved(now, WALL).playing()).isTrue();
        control(new Pause(null));
        assertThat(room.saved(now, WALL).playing()).isFalse();
    }

    @Test
    void aRestartDuringAWaitSkipsNoFilm() {
        play();
        control(new Seek(500.0, null));
        SavedRoom saved = room.saved(now, WALL);

        double back = 5_000_000;
        Room restored = Room.restored(saved, "another clock", back, WALL + 9_000);
        assertThat(restored.saved(back, WALL).positionSeconds()).isEqualTo(500);
        assertThat(restored.saved(back, WALL).playing()).isTrue();
        assertThat(restored.saved(back, WALL).revision()).isEqualTo(saved.revision() + 1);
        assertThat(restored.saved(back + Room.MAX_LEAD_MILLIS + 2_000, WALL).positionSeconds())
                .isCloseTo(502, within(1e-6));

        Room late = Room.restored(saved, "another clock", back, WALL + 61_000 + Room.MIN_LEAD_MILLIS);
        assertThat(late.saved(back, WALL).positionSeconds()).isEqualTo(500);
        assertThat(late.saved(back, WALL).playing()).isFalse();
    }

    @Test
    void aSecondRestartSoonAfterOneDuringAWaitDoesNotGoBackToTheWait() {
        play();
        control(new Seek(500.0, null));
        SavedRoom saved = room.saved(now, WALL);

        double back = 5_000_000;
        Room restored = Room.restored(saved, "another clock", back, WALL + 9_000);
        assertThat(restored.nextWakeMillis()).isLessThanOrEqualTo(back);
        assertThat(restored.apply(new RoomCommand.Wake(), back)).contains(new RoomEvent.Changed());
        SavedRoom savedAgain = restored.saved(back, WALL + 9_000);
        assertThat(savedAgain.waiting()).isFalse();

        Room restoredAgain = Room.restored(savedAgain, "a third clock", back, WALL + 13_000);
        assertThat(restoredAgain.saved(back, WALL + 13_000).positionSeconds())
                .isCloseTo(500 + 4 - Room.MAX_LEAD_MILLIS / 1000, within(0.01));
    }

    @Test
    void aLongWaitThatWillPlayIsSavedEachFiveSecondsAsAFilmThatPlaysIs() {
        policy(WaitForReady.EVERYONE, OnStall.LET_LAG_AND_CATCH_UP);
        play();
        control(new Seek(500.0, null));

        int saves = 0;
        for (double end = now + 40_000; now < end; now += 1000) {
            if (apply(new RoomCommand.Wake()).contains(new RoomEvent.Changed())) {
                saves++;
            }
            stuck(ANN, 500);
        }
        assertThat(lastWait().names()).containsExactly("Ann");
        assertThat(saves).isBetween(7, 8);
    }

    @Test
    void inAFullRoomTheListIsCutAndToldAtMostFourTimesASecond() {
        for (long member = 10; member < 110; member++) {
            join(member, "Viewer " + member);
            ready(member, 0);
        }
        toAll.clear();
        control(new Load("e1", null));
        assertThat(lastWait().names()).hasSize(WaitState.MAX_NAMED);
        assertThat(lastWait().others()).isEqualTo(102 - WaitState.MAX_NAMED);

        pass(1000);
        toAll.clear();
        for (long member = 10; member < 110; member++) {
            pass(10);
            ready(member, 0);
        }
        assertThat(all(Waiting.class)).hasSizeBetween(2, 5);
    }

    @Test
    void aStallPausesTheRoomForAllAndItGoesOnByItself() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        stuck(ANN, place());

        assertThat(line().playing()).isFalse();
        assertThat(lastWait().names()).containsExactly("Ann");
        assertThat(lastWait().plays()).isTrue();
        double stands = line().time();
        assertThat(stands).isCloseTo((now - T) / 1000, within(5.0));

        pass(1000);
        ready(ANN, stands);
        assertThat(line().playing()).isTrue();
        assertThat(line().time()).isEqualTo(stands);
    }

    @Test
    void aStallHoldsTheRoomAtMostTenSeconds() {
        policy(WaitForReady.EVERYONE, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        stuck(ANN, place());
        double since = now;
        double stands = line().time();
        while (!line().playing()) {
            pass(500);
            stuck(ANN, stands);
            ready(BEE, stands);
        }

        assertThat(now - since).isBetween(9_500.0, 10_500.0);
    }

    @Test
    void stallsNeverBecomeAStormOfPauses() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        long cee = 4;
        join(cee, "Cee");
        ready(cee, 0);
        play();
        toAll.clear();
        Random random = new Random(7);
        List<Double> pauses = new ArrayList<>();
        double end = now + 300_000;
        while (now < end) {
            pass(250);
            int before = all(Paused.class).size();
            for (long member : new long[] {ANN, BEE, cee}) {
                if (random.nextInt(3) == 0) {
                    stuck(member, place());
                } else {
                    ready(member, place());
                }
            }
            if (all(Paused.class).size() > before) {
                pauses.add(now);
            }
        }

        assertThat(pauses).hasSizeBetween(5, 20);
        for (int i = 1; i < pauses.size(); i++) {
            assertThat(pauses.get(i) - pauses.get(i - 1)).isGreaterThanOrEqualTo(ReadyTogether.STALL_ROOM_MILLIS);
        }
    }

    @Test
    void oneViewerPausesTheRoomAtMostEveryThirtySeconds() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        toAll.clear();
        double end = now + 120_000;
        while (now < end) {
            pass(500);
            ready(BEE, place());
            ready(ANN, place());
            stuck(ANN, place());
        }

        assertThat(all(Paused.class)).hasSizeBetween(3, 4);
    }

    @Test
    void oneViewerPausesTheRoomAtMostEveryThirtySecondsWithAllTheTabsOfItsBrowser() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        for (long tab = 4; tab <= 5; tab++) {
            apply(new RoomCommand.Join(tab, ResumeToken.fresh(RANDOM), "browser"));
            apply(new RoomCommand.Hello(tab, "Cee", null, null));
        }
        toAll.clear();
        double end = now + 120_000;
        while (now < end) {
            pass(500);
            for (long tab = 4; tab <= 5; tab++) {
                ready(tab, place());
                stuck(tab, place());
            }
        }

        assertThat(all(Paused.class)).hasSizeBetween(3, 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneViewerPausesTheRoomAtMostEveryThirtySecondsOverItsReconnects(boolean browserKnown) {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        ResumeToken token = ResumeToken.fresh(RANDOM);
        toAll.clear();
        double end = now + 120_000;
        for (long connection = 4; now < end; connection++) {
            apply(new RoomCommand.Join(connection, ResumeToken.fresh(RANDOM), browserKnown ? "browser" : null));
            apply(new RoomCommand.Hello(connection, "Cee", token.secret(), null));
            pass(500);
            ready(connection, place());
            stuck(connection, place());
            apply(new RoomCommand.Leave(connection));
        }

        assertThat(all(Paused.class)).hasSizeBetween(3, 4);
    }

    @Test
    void whoStaysWithoutFilmStopsTheRoomOnceUntilItKeepsUpAgain() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        toAll.clear();
        double end = now + 120_000;
        while (now < end) {
            pass(1000);
            ready(BEE, place());
            stuck(ANN, place());
        }
        assertThat(all(Paused.class)).hasSize(1);
        assertThat(line().playing()).isTrue();

        ready(ANN, place());
        stuck(ANN, place());
        assertThat(all(Paused.class)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "problem", "low but running", "just come", "all that there is"})
    void whatIsNoStallDoesNotPauseTheRoom(String what) {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        toAll.clear();
        switch (what) {
            case "away" -> report(ANN, place(), 0, false, false, null);
            case "problem" -> report(ANN, place(), 0, false, true, "no picture");
            case "low but running" -> report(ANN, place(), 3, false, true, null);
            case "just come" -> {
                join(4, "Cee");
                stuck(4, 0);
                stuck(4, place());
            }
            default -> {
                control(new Seek(998.0, null));
                pass(500);
                report(ANN, 998.3, 1.7, true, true, null);
                report(ANN, 999.5, 0.4, false, true, null);
            }
        }

        assertThat(all(Paused.class)).isEmpty();
        assertThat(line().playing()).isTrue();
    }

    @Test
    void bySeekingNobodyIsMadeToStall() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        control(new Seek(500.0, null));
        pass(1000);
        stuck(ANN, 500);

        assertThat(line().playing()).isTrue();
    }

    @Test
    void withTheDefaultPolicyAStallTouchesNobodyElse() {
        play();
        inStep(20);
        stuck(ANN, place());

        assertThat(line().playing()).isTrue();
    }

    @Test
    void aPolicyThatNoLongerStopsForAStallEndsOne() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        stuck(ANN, place());
        policy(WaitForReady.ON, OnStall.PAUSE_FOR_ALL);
        assertThat(line().playing()).isFalse();
        policy(WaitForReady.ON, OnStall.LET_LAG_AND_CATCH_UP);

        assertThat(line().playing()).isTrue();
    }

    @Test
    void aPauseDuringAStallIsAPause() {
        policy(WaitForReady.OFF, OnStall.PAUSE_FOR_ALL);
        play();
        inStep(20);
        stuck(ANN, place());
        control(new Pause(null));
        assertThat(lastWait()).isEqualTo(WaitState.over(false));
        pass(20_000);

        assertThat(line().playing()).isFalse();
    }

    @Test
    void aLoadIsWaitedForFromTheFirstReportThatCanBeOfIt() {
        control(new Load("e1", null));
        ready(ANN, 0);
        ready(BEE, 0);

        assertThat(lastWait().names()).containsExactly("Ann", "Bee");
        assertThat(all(Loaded.class)).hasSize(1);
    }

    private List<RoomEvent> apply(RoomCommand command) {
        List<RoomEvent> events = room.apply(command, now);
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.TellAll tell) {
                toAll.add(tell.message());
            } else if (event instanceof RoomEvent.Tell tell) {
                told.put(tell.member(), tell.message());
            }
        }
        return events;
    }

    /// Time goes by, and the room is woken whenever it asked for it.
    private void pass(double millis) {
        double until = now + millis;
        while (room.nextWakeMillis() <= until) {
            now = Math.max(now, room.nextWakeMillis());
            apply(new RoomCommand.Wake());
        }
        now = until;
    }

    private void join(long member, String name) {
        apply(new RoomCommand.Join(member, ResumeToken.fresh(RANDOM), null));
        apply(new RoomCommand.Hello(member, name, null, null));
    }

    private String tab(long member) {
        return ((Welcome) Objects.requireNonNull(told.get(member))).you().tab();
    }

    private void control(ClientMessage.Control message) {
        apply(new RoomCommand.Control(HOST, message, false));
    }

    private void policy(WaitForReady wait, OnStall onStall) {
        control(new ChangePolicy(null, null, wait, onStall, null, null));
    }

    /// Plays from the start, everybody ready.
    private void play() {
        ready(ANN, 0);
        ready(BEE, 0);
        control(new Play(null));
        assertThat(line().playing()).isTrue();
        pass(1000);
    }

    /// Ann and Bee report that they keep up.
    private void inStep(int seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(1000);
            ready(ANN, place());
            ready(BEE, place());
        }
    }

    private double place() {
        TimelineState line = line();
        return line.playing() ? line.time() + Math.max(0, now - line.at()) / 1000 * line.rate() : line.time();
    }

    private void ready(long member, double time) {
        report(member, time, 5, true, true, null);
    }

    /// Has nothing to play.
    private void stuck(long member, double time) {
        report(member, time, 0, false, true, null);
    }

    private void report(
            long member, double time, double ahead, boolean ready, boolean following, @Nullable String problem) {
        apply(new RoomCommand.Report(
                member,
                new Status(time, ahead, ready, null, 1.0, 20.0, 0.0, 0, following, false, problem, null, null, null)));
    }

    /// The room's line as a newcomer is told it.
    private TimelineState line() {
        long newcomer = 1_000_000;
        List<RoomEvent> events =
                new ArrayList<>(room.apply(new RoomCommand.Join(newcomer, ResumeToken.fresh(RANDOM), null), now));
        events.addAll(room.apply(new RoomCommand.Hello(newcomer, "Newcomer", null, null), now));
        room.apply(new RoomCommand.Leave(newcomer), now);
        return events.stream()
                .filter(event -> event instanceof RoomEvent.Tell tell
                        && tell.member() == newcomer
                        && tell.message() instanceof Welcome)
                .map(event -> ((Welcome) ((RoomEvent.Tell) event).message()).timeline())
                .findFirst()
                .orElseThrow();
    }

    private <M extends ServerMessage> List<M> all(Class<M> type) {
        return toAll.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private WaitState lastWait() {
        return all(Waiting.class).getLast().waiting();
    }
}
