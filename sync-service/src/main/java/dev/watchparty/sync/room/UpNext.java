package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.NextFilm;
import dev.watchparty.sync.protocol.QueueState;
import dev.watchparty.sync.protocol.QueueState.Skipped;
import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StuckReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a room watches after its film: a queue, and the countdown to the first film of it. Not thread-safe; owned by
/// its [Room].
///
/// *Who stages.* The media service does. When the countdown is over the room asks for the first film, and takes it off
/// the queue when its stage is told, never when the question is answered: the two come on different ways in any order,
/// and after a kill only the stage comes. The question names the stage that the room knows, so that a film which
/// somebody staged by hand meanwhile stays on.
///
/// *What cannot be staged.* A file that is gone is taken off and told, and the next one is asked for. Where it is not
/// the file's fault the question is repeated each [#RETRY_MILLIS] for [#GIVE_UP_MILLIS]; the queue stays as it is.
///
/// *Nobody here.* Then nothing is put on. Who comes within [#LONELY_MILLIS] gets the whole countdown: pages take a
/// while to be back after the service was.
final class UpNext {

    static final double COUNTDOWN_MILLIS = 10_000;
    static final double RETRY_MILLIS = 5_000;
    static final double GIVE_UP_MILLIS = 60_000;
    static final double LONELY_MILLIS = 60_000;

    /// As long as the media service takes one.
    static final int MAX_PATH_CHARACTERS = 4096;

    private QueueState queue;
    private State state = new State.Idle();
    private long questions;

    UpNext(List<String> paths) {
        queue = new QueueState(0, paths, List.of(), null);
    }

    QueueState queue() {
        return queue;
    }

    /// What is put on by itself and when, null while nothing is.
    @Nullable
    NextFilm told() {
        return switch (state) {
            case State.Idle idle -> null;
            case State.Counting counting -> new NextFilm(queue.paths().getFirst(), counting.atMillis);
            case State.Lonely lonely -> null;
            case State.Asked asked -> new NextFilm(asked.path, asked.atMillis);
        };
    }

    boolean isCounting() {
        return !(state instanceof State.Idle);
    }

    /// Sets the whole list.
    ///
    /// @param paths canonical
    /// @param rev of the list that it was made from, null where the sender does not care
    /// @return whether it was set; not where the list is another one by now
    boolean set(List<String> paths, @Nullable Long rev) {
        if (rev != null && rev != queue.rev()) {
            return false;
        }
        queue = new QueueState(queue.rev() + 1, paths, List.of(), null);
        switch (state) {
            case State.Idle idle -> {}
            case State.Counting counting -> stopIfEmpty();
            case State.Lonely lonely -> stopIfEmpty();
            case State.Asked asked -> {
                if (!paths.contains(asked.path)) {
                    stop();
                }
            }
        }
        return true;
    }

    void filmEnded(double now) {
        count(now + COUNTDOWN_MILLIS);
    }

    /// The first film is wanted at once; where it is asked for already that is so.
    void hurry(double now) {
        if (state instanceof State.Asked) {
            return;
        }
        queue = new QueueState(queue.rev(), queue.paths(), queue.skipped(), null);
        count(now);
    }

    /// Somebody does something else with the film that has ended.
    void interrupt() {
        if (!(state instanceof State.Asked)) {
            stop();
        }
    }

    void stop() {
        state = new State.Idle();
    }

    /// A film was staged, by whomever: it is not to come any more.
    ///
    /// @return whether it is the one that was to be put on, and so plays by itself
    boolean staged(String path) {
        NextFilm next = told();
        boolean expected = next != null && next.path().equals(path);
        stop();
        List<String> left = new ArrayList<>(queue.paths());
        if (left.remove(path) || queue.stuck() != null) {
            queue = new QueueState(queue.rev() + 1, left, queue.skipped(), null);
        }
        return expected;
    }

    /// What is to be asked of the media service now, once.
    ///
    /// @param somebodyIsHere without anybody there is nobody to put it on for
    Optional<Question> due(boolean somebodyIsHere, double now) {
        if (state instanceof State.Lonely && somebodyIsHere) {
            count(now + COUNTDOWN_MILLIS);
        }
        if (now < nextMillis()) {
            return Optional.empty();
        }
        switch (state) {
            case State.Idle idle -> {}
            case State.Lonely lonely -> stop();
            case State.Counting counting -> {
                if (!somebodyIsHere) {
                    state = new State.Lonely(now + LONELY_MILLIS);
                    return Optional.empty();
                }
                String path = queue.paths().getFirst();
                state = new State.Asked(++questions, path, counting.atMillis, Math.min(counting.sinceMillis, now), now);
                return Optional.of(new Question(questions, path));
            }
            case State.Asked asked -> giveUp(StuckReason.NOT_TOLD);
        }
        return Optional.empty();
    }

    /// @param question its number; what is not asked any more changes nothing
    void answered(long question, StageOutcome outcome, double now) {
        if (!(state instanceof State.Asked asked) || asked.question != question) {
            return;
        }
        switch (outcome) {
            case StageOutcome.Taken taken -> {}
            case StageOutcome.Unplayable unplayable -> {
                skip(asked.path, unplayable.reason());
                stop();
                count(now);
            }
            case StageOutcome.Unavailable unavailable -> {
                if (now - asked.sinceMillis >= GIVE_UP_MILLIS) {
                    giveUp(unavailable.reason());
                } else {
                    queue = new QueueState(queue.rev(), queue.paths(), queue.skipped(), unavailable.reason());
                    state = new State.Counting(now + RETRY_MILLIS, asked.sinceMillis);
                }
            }
        }
    }

    /// When [#due] has something to do, positive infinity where nothing is to be.
    double nextMillis() {
        return switch (state) {
            case State.Idle idle -> Double.POSITIVE_INFINITY;
            case State.Counting counting -> counting.atMillis;
            case State.Lonely lonely -> lonely.untilMillis;
            case State.Asked asked -> asked.askedMillis + GIVE_UP_MILLIS;
        };
    }

    /// A path as the media service tells it of what is staged: names with one slash between them. Empty where it can
    /// be no file's.
    static Optional<String> canonical(@Nullable String path) {
        if (path == null || path.length() > MAX_PATH_CHARACTERS || path.startsWith("/")) {
            return Optional.empty();
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        String names = Stream.of(path.split("/", -1))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .collect(Collectors.joining("/"));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private void count(double atMillis) {
        state = queue.paths().isEmpty() ? new State.Idle() : new State.Counting(atMillis, Double.POSITIVE_INFINITY);
    }

    private void stopIfEmpty() {
        if (queue.paths().isEmpty()) {
            stop();
        }
    }

    private void skip(String path, SkipReason reason) {
        List<String> left = new ArrayList<>(queue.paths());
        left.remove(path);
        List<Skipped> skipped = new ArrayList<>(queue.skipped());
        skipped.add(new Skipped(path, reason));
        int first = Math.max(0, skipped.size() - QueueState.MOST_SKIPPED);
        queue = new QueueState(queue.rev() + 1, left, skipped.subList(first, skipped.size()), null);
    }

    private void giveUp(StuckReason reason) {
        stop();
        queue = new QueueState(queue.rev(), queue.paths(), queue.skipped(), reason);
    }

    /// What the media service is asked.
    ///
    /// @param number comes back with the answer
    record Question(long number, String path) {}

    private sealed interface State {

        record Idle() implements State {}

        /// @param sinceMillis when the media service was first asked in vain, positive infinity where it was not
        record Counting(double atMillis, double sinceMillis) implements State {}

        /// The time has come, and nobody is here.
        record Lonely(double untilMillis) implements State {}

        /// @param atMillis when it was to be on
        /// @param sinceMillis when the media service was first asked
        /// @param askedMillis when it was asked this question
        record Asked(long question, String path, double atMillis, double sinceMillis, double askedMillis)
                implements State {}
    }
}
