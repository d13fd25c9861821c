package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.WaitState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// For whom a room holds its film, and for how long. Not thread-safe; owned by its [Room].
///
/// *Whom.* Those who report, follow, have no problem, and were heard of in the last [Member#HEARD_MILLIS]. The
/// set is fixed when the wait begins and only shrinks: somebody is ready, leaves, goes own ways or falls
/// silent. So nobody extends a wait by coming, and nobody who was ready by ceasing to be.
///
/// *Ready* is a report that says so from the room's place, at the earliest when the page can know of that
/// place: before, it speaks of the place or the film before.
///
/// *How long.* A wait has an end that no report moves. At the end the room goes on, and who is not ready
/// catches up. A stall while playing stops the room only where the viewer had kept up until then, once for each
/// time that it did, once in [#STALL_VIEWER_MILLIS] for a viewer, with all its tabs and over its reconnects, and once
/// in [#STALL_ROOM_MILLIS] for the room: a line that is too narrow costs its owner frames, not the others their
/// evening.
final class ReadyTogether {

    static final double ON_MILLIS = 10_000;
    static final double EVERYONE_MILLIS = 60_000;
    static final double STALL_MILLIS = 10_000;
    static final double STALL_VIEWER_MILLIS = 30_000;
    static final double STALL_ROOM_MILLIS = 15_000;

    /// A page counts as not ready with less than some seconds of film; it stands still with less than this.
    static final double STALL_SECONDS = 1;

    /// A page in step, and the time that its report takes.
    static final double KEPT_UP_SECONDS = 2;

    /// Players land beside the place that they were sent to.
    static final double PLACE_SECONDS = 1;

    private State state = new State.Running();

    /// Not everybody was seen ready at the place where the room stands.
    private boolean unsettled;

    private double stalledAtMillis = Double.NEGATIVE_INFINITY;

    /// When the room last stopped for whom, by [Member#viewerOrTab]; of the last [#STALL_VIEWER_MILLIS], in which there
    /// is room for two.
    private final Map<String, Double> stalls = new HashMap<>();

    boolean isWaiting() {
        return state instanceof State.Waiting;
    }

    /// Whether the film goes on when the wait is over; false while there is none.
    boolean plays() {
        return state instanceof State.Waiting waiting && waiting.plays;
    }

    /// The room has gone to another place or film.
    ///
    /// @param seconds where it stands
    /// @param fromMillis the earliest time at which a report can speak of it
    /// @param plays whether it is to play on from there
    void moved(
            Collection<Member> members, Policy policy, double seconds, double fromMillis, boolean plays, double now) {
        for (Member member : members) {
            member.keptUp = false;
        }
        unsettled = true;
        begin(members.stream().filter(member -> member.counts(now)).toList(), policy, seconds, fromMillis, plays, now);
    }

    /// Somebody wants the film to play.
    ///
    /// @return whether it is to wait; else it plays now
    boolean asksToPlay(Collection<Member> members, Policy policy, double seconds, double now) {
        if (state instanceof State.Waiting waiting) {
            state = waiting.then(true);
            return true;
        }
        List<Member> unready = members.stream()
                .filter(member -> member.counts(now) && !isReadyAt(seconds, member.status))
                .toList();
        if (unsettled) {
            begin(unready, policy, seconds, now, true, now);
        }
        return isWaiting();
    }

    /// Somebody wants the film to stand.
    void asksToPause() {
        if (state instanceof State.Waiting waiting) {
            state = waiting.stall ? new State.Running() : waiting.then(false);
        }
    }

    /// The film plays, whoever is ready.
    void started() {
        state = new State.Running();
        unsettled = false;
    }

    /// Nothing is staged any more.
    void forget() {
        started();
    }

    /// A wait under way takes on the limit of the rule that it waits by, where that is another one now.
    void policyChanged(Policy before, Policy policy) {
        if (state instanceof State.Waiting waiting) {
            boolean holds = policy.onStall() == Policy.OnStall.PAUSE_FOR_ALL;
            double limitMillis = waiting.stall ? (holds ? STALL_MILLIS : 0) : limitMillis(policy);
            boolean concerned = waiting.stall
                    ? before.onStall() != policy.onStall()
                    : before.waitForReady() != policy.waitForReady();
            state = concerned ? waiting.until(waiting.sinceMillis + limitMillis) : waiting;
        }
    }

    /// What a member reported.
    ///
    /// @param seconds where the room is
    void reported(Member member, double seconds, double now) {
        Status status = member.status;
        if (status == null || !status.ready()) {
            return;
        }
        if (Math.abs(status.time() - seconds) <= KEPT_UP_SECONDS) {
            member.keptUp = true;
        }
        if (state instanceof State.Waiting waiting
                && now >= waiting.fromMillis
                && isReadyAt(waiting.seconds, status)
                && waiting.awaited.contains(member)) {
            State.Waiting others = waiting.only(awaited -> awaited != member);
            unsettled &= !others.awaited.isEmpty();
            state = others;
        }
    }

    void left(Member member) {
        if (state instanceof State.Waiting waiting) {
            state = waiting.only(awaited -> awaited != member);
        }
    }

    /// Whether the room is to stop for a member's stall.
    ///
    /// @param endSeconds of the film
    boolean stalls(Member member, Policy policy, double endSeconds, double now) {
        Status status = member.status;
        return policy.onStall() == Policy.OnStall.PAUSE_FOR_ALL
                && !isWaiting()
                && status != null
                && member.keptUp
                && member.counts(now)
                && !status.ready()
                && !Boolean.TRUE.equals(status.ended())
                && status.bufferedAheadSeconds() < STALL_SECONDS
                && status.time() + status.bufferedAheadSeconds() < endSeconds - STALL_SECONDS
                && now - stalls.getOrDefault(member.viewerOrTab(), Double.NEGATIVE_INFINITY) >= STALL_VIEWER_MILLIS
                && now - stalledAtMillis >= STALL_ROOM_MILLIS;
    }

    /// The room has stopped for a member's stall.
    void stopped(Member member, double seconds, double fromMillis, double now) {
        member.keptUp = false;
        stalls.values().removeIf(atMillis -> now - atMillis >= STALL_VIEWER_MILLIS);
        stalls.put(member.viewerOrTab(), now);
        stalledAtMillis = now;
        state = new State.Waiting(List.of(member), seconds, fromMillis, now, now + STALL_MILLIS, true, true);
    }

    /// Whether a wait that was under way has come to its end; [#plays] tells until [#ended] what follows.
    boolean isOver(double now) {
        if (!(state instanceof State.Waiting waiting)) {
            return false;
        }
        State.Waiting here = waiting.only(member -> member.counts(now));
        state = here;
        return here.awaited.isEmpty() || now >= here.untilMillis;
    }

    void ended() {
        state = new State.Running();
    }

    /// When [#isOver] may change by time alone, positive infinity while there is no wait.
    double nextMillis() {
        if (!(state instanceof State.Waiting waiting)) {
            return Double.POSITIVE_INFINITY;
        }
        double next = waiting.untilMillis;
        for (Member member : waiting.awaited) {
            next = Math.min(next, member.reportedAtMillis + Member.HEARD_MILLIS + 1);
        }
        return next;
    }

    /// What everybody is told, null while there is no wait.
    @Nullable
    WaitState told() {
        if (!(state instanceof State.Waiting waiting)) {
            return null;
        }
        List<Member> named = waiting.awaited.stream().limit(WaitState.MAX_NAMED).toList();
        return new WaitState(
                named.stream().map(member -> member.name).toList(),
                named.stream().map(member -> member.tab).toList(),
                waiting.awaited.size() - named.size(),
                waiting.untilMillis,
                waiting.plays);
    }

    private void begin(
            List<Member> awaited, Policy policy, double seconds, double fromMillis, boolean plays, double now) {
        double limitMillis = limitMillis(policy);
        state = awaited.isEmpty() || limitMillis == 0
                ? new State.Running()
                : new State.Waiting(awaited, seconds, fromMillis, now, now + limitMillis, plays, false);
    }

    private static double limitMillis(Policy policy) {
        return switch (policy.waitForReady()) {
            case OFF -> 0;
            case ON -> ON_MILLIS;
            case EVERYONE -> EVERYONE_MILLIS;
        };
    }

    private static boolean isReadyAt(double seconds, @Nullable Status status) {
        return status != null && status.ready() && Math.abs(status.time() - seconds) <= PLACE_SECONDS;
    }

    private sealed interface State {

        /// Nobody is waited for, whether the film plays or stands.
        record Running() implements State {}

        /// The film stands until nobody is awaited, at most until `untilMillis`.
        ///
        /// @param seconds where it stands
        /// @param fromMillis the earliest time at which a report can speak of that place
        /// @param plays whether it then plays
        /// @param stall whether it played until somebody stalled
        record Waiting(
                List<Member> awaited,
                double seconds,
                double fromMillis,
                double sinceMillis,
                double untilMillis,
                boolean plays,
                boolean stall)
                implements State {

            public Waiting {
                awaited = List.copyOf(awaited);
            }

            Waiting only(Predicate<Member> kept) {
                return awaited.stream().allMatch(kept)
                        ? this
                        : new Waiting(
                                awaited.stream().filter(kept).toList(),
                                seconds,
                                fromMillis,
                                sinceMillis,
                                untilMillis,
                                plays,
                                stall);
            }

            Waiting until(double millis) {
                return new Waiting(awaited, seconds, fromMillis, sinceMillis, millis, plays, stall);
            }

            Waiting then(boolean plays) {
                return new Waiting(awaited, seconds, fromMillis, sinceMillis, untilMillis, plays, stall);
            }
        }
    }
}
