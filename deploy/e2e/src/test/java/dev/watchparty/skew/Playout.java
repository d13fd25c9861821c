package dev.watchparty.skew;

import dev.watchparty.skew.Recording.Event;
import dev.watchparty.skew.Recording.Frame;
import dev.watchparty.skew.Recording.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// Recordings of several players, compared with each other at common instants, 20 in a second.
public final class Playout {

    private static final double GRID_MS = 50;
    /// A page that was not seen for so long was not given time to run.
    private static final double SILENCE_MS = 250;
    /// Players are in a band from when on they stay in it for so long, but for one sample in 20.
    private static final double STAY_MS = 2_000;
    private static final double STAY_PART = 0.95;

    private final List<Recording> players;

    public Playout(List<Recording> players) {
        if (players.isEmpty()) {
            throw new IllegalArgumentException("nobody plays");
        }
        this.players = List.copyOf(players);
    }

    /// By the players' own media time, `currentTime` against the page's monotonic clock, in milliseconds.
    public Skew byPosition(double fromMs, double toMs) {
        return skew(fromMs, toMs, 1_000, Playout::position);
    }

    /// By pictures, in milliseconds: the media time of the newest one and the time since its display. Browsers show
    /// pictures at the refreshes of the screen alone, so this is no finer than they are.
    public Skew byPicture(double fromMs, double toMs) {
        return skew(fromMs, toMs, 1_000, Playout::picture);
    }

    /// By the numbers on the pictures that are on the screens, in whole frames.
    public Skew byNumber(double fromMs, double toMs) {
        return skew(fromMs, toMs, 1, Playout::number);
    }

    /// How far each picture's media time was ahead of its own player's when it was displayed, in milliseconds: what the
    /// browser itself puts between picture and sound. No page can do anything about it.
    public List<Double> pictureAhead(double fromMs, double toMs) {
        List<Double> ahead = new ArrayList<>();
        for (Recording player : players) {
            for (Frame frame : player.frames()) {
                if (frame.displayedMs() >= fromMs
                        && frame.displayedMs() < toMs
                        && position(player, frame.displayedMs()) instanceof Sight.Playing playing) {
                    ahead.add((frame.seconds() - playing.seconds()) * 1_000);
                }
            }
        }
        return ahead;
    }

    /// How far one player is from the mean of the others, in milliseconds, positive where it is ahead; one figure for
    /// each instant at which all play.
    public List<Double> aside(int player, double fromMs, double toMs) {
        List<Double> aside = new ArrayList<>();
        for (double atMs = fromMs; atMs < toMs; atMs += GRID_MS) {
            List<Double> seconds = secondsAt(atMs, Playout::position);
            if (seconds.size() == players.size()) {
                double others =
                        (seconds.stream().mapToDouble(each -> each).sum() - seconds.get(player)) / (players.size() - 1);
                aside.add((seconds.get(player) - others) * 1_000);
            }
        }
        return aside;
    }

    /// From when on all players are within a band of each other and stay there for two seconds (but for one instant in
    /// 20); empty where they do not get there.
    public OptionalDouble inBandFrom(double fromMs, double toMs, double bandMs) {
        int stay = (int) (STAY_MS / GRID_MS);
        List<Boolean> inside = new ArrayList<>();
        for (double atMs = fromMs; atMs < toMs; atMs += GRID_MS) {
            List<Double> seconds = secondsAt(atMs, Playout::position);
            inside.add(seconds.size() == players.size() && apart(seconds) * 1_000 <= bandMs);
        }
        for (int i = 0; i + stay <= inside.size(); i++) {
            if (inside.get(i)
                    && Collections.frequency(inside.subList(i, i + stay), true) >= Math.ceil(STAY_PART * stay)) {
                return OptionalDouble.of(fromMs + i * GRID_MS);
            }
        }
        return OptionalDouble.empty();
    }

    /// Since when the last of them could play again after it was moved, from `fromMs` on; empty where one was not
    /// moved, or cannot play yet.
    public OptionalDouble allHaveData(double fromMs) {
        double lastMs = Double.NEGATIVE_INFINITY;
        for (Recording player : players) {
            OptionalDouble movedMs = player.first("seeking", fromMs);
            OptionalDouble readyMs = movedMs.isEmpty()
                    ? movedMs
                    : player.positions().stream()
                            .filter(position -> position.atMs() >= movedMs.getAsDouble() && position.hasData())
                            .mapToDouble(Position::atMs)
                            .findFirst();
            if (readyMs.isEmpty()) {
                return OptionalDouble.empty();
            }
            lastMs = Math.max(lastMs, readyMs.getAsDouble());
        }
        return OptionalDouble.of(lastMs);
    }

    /// The steps that players' media time made in a stretch of time beside what their rates explain, largest first:
    /// what people would see as a jump where it is longer than a picture.
    ///
    /// @param leastMs how long those are that count
    public List<Jump> jumps(double fromMs, double toMs, double leastMs) {
        List<Jump> jumps = new ArrayList<>();
        for (int player = 0; player < players.size(); player++) {
            List<Position> positions = players.get(player).positions();
            for (int i = 1; i < positions.size(); i++) {
                Jump step = Jump.between(player, positions.get(i - 1), positions.get(i));
                if (step.fromMs() >= fromMs && step.toMs() < toMs && Math.abs(step.jumpMs()) >= leastMs) {
                    jumps.add(step);
                }
            }
        }
        jumps.sort(Comparator.comparingDouble((Jump jump) -> Math.abs(jump.jumpMs()))
                .reversed());
        return jumps;
    }

    /// A step of one player.
    ///
    /// @param player in the order of the recordings
    /// @param fromMs when it was seen last before it
    /// @param toMs when it was seen first after it
    /// @param jumpMs media time beside what the rate explains; negative where the player held back
    public record Jump(int player, double fromMs, double toMs, double jumpMs) {

        private static Jump between(int player, Position before, Position after) {
            double ranSeconds = (after.atMs() - before.atMs()) / 1_000 * after.rate();
            double jumpMs = (after.seconds() - before.seconds() - ranSeconds) * 1_000;
            return new Jump(player, before.atMs(), after.atMs(), jumpMs);
        }
    }

    /// Times that players were moved to another place.
    public long seeks(double fromMs, double toMs) {
        return players.stream()
                .mapToLong(player -> player.count("seeking", fromMs, toMs))
                .sum();
    }

    /// Times that a player which had data stopped for want of the next picture or sound. Where film is at hand, this is
    /// a machine that decodes too slowly.
    public long waits(double fromMs, double toMs) {
        return players.stream()
                .mapToLong(player -> player.count("waiting", fromMs, toMs))
                .sum();
    }

    /// The rates that players had.
    public Rates rates(double fromMs, double toMs) {
        DoubleSummaryStatistics rates = players.stream()
                .flatMapToDouble(player -> DoubleStream.concat(
                        player.positions().stream()
                                .filter(position -> position.atMs() >= fromMs && position.atMs() < toMs)
                                .mapToDouble(Position::rate),
                        player.events().stream()
                                .filter(event -> event.atMs() >= fromMs && event.atMs() < toMs)
                                .mapToDouble(Event::rate)))
                .summaryStatistics();
        return new Rates(rates.getMin(), rates.getMax());
    }

    /// Least and greatest rate; 1 is normal.
    public record Rates(double lowest, double highest) {}

    /// Pictures whose blocks do not say the number that belongs to the media time that the browser told: torn, or
    /// already the next one.
    public Misread misread(double fromMs, double toMs, int framesPerSecond) {
        int torn = 0;
        int other = 0;
        int all = 0;
        for (Recording player : players) {
            for (Frame frame : player.frames()) {
                if (frame.displayedMs() >= fromMs && frame.displayedMs() < toMs) {
                    long expected = Math.round(frame.seconds() * framesPerSecond) % FrameCode.numbers();
                    all++;
                    torn += frame.number().isEmpty() ? 1 : 0;
                    other += frame.number().isPresent() && frame.number().getAsInt() != expected ? 1 : 0;
                }
            }
        }
        return new Misread(all, torn, other);
    }

    /// How blocks and browser agree.
    ///
    /// @param pictures that were presented
    /// @param torn whose blocks say nothing
    /// @param other whose blocks say another number than the browser's media time
    public record Misread(int pictures, int torn, int other) {}

    private Skew skew(double fromMs, double toMs, double unit, BiFunction<Recording, Double, Sight> look) {
        List<Double> apart = new ArrayList<>();
        int standing = 0;
        int silent = 0;
        for (double atMs = fromMs; atMs < toMs; atMs += GRID_MS) {
            List<Double> seconds = secondsAt(atMs, look);
            if (seconds.size() == players.size()) {
                apart.add(apart(seconds) * unit);
            } else if (anySilent(atMs, look)) {
                silent++;
            } else {
                standing++;
            }
        }
        return Skew.of(apart, standing, silent);
    }

    private List<Double> secondsAt(double atMs, BiFunction<Recording, Double, Sight> look) {
        List<Double> seconds = new ArrayList<>();
        for (Recording player : players) {
            switch (look.apply(player, atMs)) {
                case Sight.Playing playing -> seconds.add(playing.seconds());
                case Sight.Standing _, Sight.Silent _ -> {}
            }
        }
        return seconds;
    }

    private boolean anySilent(double atMs, BiFunction<Recording, Double, Sight> look) {
        return players.stream().anyMatch(player -> look.apply(player, atMs) instanceof Sight.Silent);
    }

    private static double apart(List<Double> seconds) {
        return Collections.max(seconds) - Collections.min(seconds);
    }

    private static Sight position(Recording player, double atMs) {
        int index = lastUntil(player.positions(), Position::atMs, atMs);
        if (index < 0 || atMs - player.positions().get(index).atMs() > SILENCE_MS) {
            return new Sight.Silent();
        }
        Position seen = player.positions().get(index);
        return seen.plays()
                ? new Sight.Playing(seen.seconds() + (atMs - seen.atMs()) * seen.rate() / 1_000)
                : new Sight.Standing();
    }

    private static Sight picture(Recording player, double atMs) {
        int index = lastUntil(player.frames(), Frame::displayedMs, atMs);
        Sight sight = position(player, atMs);
        if (!(sight instanceof Sight.Playing)) {
            return sight;
        }
        if (index < 0 || atMs - player.frames().get(index).displayedMs() > SILENCE_MS) {
            return new Sight.Silent();
        }
        Frame shown = player.frames().get(index);
        return new Sight.Playing(shown.seconds() + (atMs - shown.displayedMs()) * shown.rate() / 1_000);
    }

    private static Sight number(Recording player, double atMs) {
        Sight sight = picture(player, atMs);
        if (!(sight instanceof Sight.Playing)) {
            return sight;
        }
        Frame shown = player.frames().get(lastUntil(player.frames(), Frame::displayedMs, atMs));
        return shown.number().isPresent() ? new Sight.Playing(shown.number().getAsInt()) : new Sight.Silent();
    }

    /// The last of a list in order of time that is not after an instant; -1 where there is none.
    private static <T> int lastUntil(List<T> ordered, ToDoubleFunction<T> timeMs, double atMs) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timeMs.applyAsDouble(ordered.get(middle)) <= atMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
