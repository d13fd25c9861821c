package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;

import dev.watchparty.skew.Playout;
import dev.watchparty.skew.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Friends in one room, each behind a route of their own, and what is recorded of their players.
public final class Party implements AutoCloseable {

    /// Recordings are taken out of the pages before they get long.
    private static final double TAKE_EVERY_MS = 10_000;

    private static final double WAITING_MS = 5_000;

    private final Pair pair;
    private final Chromium chromium;
    private final Film film;
    private final String room;
    private final Host host;
    private final List<DelayLine> lines = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Recording> recordings = new ArrayList<>();

    /// Shows the film in the room.
    ///
    /// @param chromium that records
    public Party(Pair pair, Chromium chromium, String room, Film film) {
        this.pair = pair;
        this.chromium = chromium;
        this.room = room;
        this.film = film;
        pair.show(room, film.putInto(pair.library(), ""));
        this.host = new Host(pair, room);
    }

    /// Someone comes in and joins. Returns at once; the picture comes later.
    public Viewer join(String name, Duration up, Duration down) {
        DelayLine line = DelayLine.to(pair.front(), up, down);
        lines.add(line);
        String path = room.equals("main") ? "/" : "/r/" + room;
        Viewer viewer = chromium.viewer(line.front(), path).joinAs(name);
        viewers.add(viewer);
        recordings.add(new Recording(List.of(), List.of(), List.of()));
        return viewer;
    }

    /// The same for a route that is as long there as back.
    public Viewer join(String name, Duration oneWay) {
        return join(name, oneWay, oneWay);
    }

    public List<Viewer> viewers() {
        return List.copyOf(viewers);
    }

    public Host host() {
        return host;
    }

    /// Plays once everyone has had a picture for a while, as friends have who wait for each other: a page's clock is
    /// settled by then.
    ///
    /// @return the instant at which the film begins to move
    public double play() {
        viewers.forEach(viewer -> viewer.awaitPicture(film));
        recordUntil(System.currentTimeMillis() + WAITING_MS);
        host.play();
        return host.line().atMs();
    }

    /// Lets the film run until an instant, and keeps what is recorded.
    public void recordUntil(double instantMs) {
        while (System.currentTimeMillis() < instantMs) {
            double nextMs = Math.min(instantMs, System.currentTimeMillis() + TAKE_EVERY_MS);
            eventually().until(() -> System.currentTimeMillis() >= nextMs);
            take();
        }
    }

    /// All that was recorded so far.
    public Playout playout() {
        take();
        return new Playout(recordings);
    }

    /// All that was recorded of one player so far, in the order of joining.
    public Recording recording(int viewer) {
        take();
        return recordings.get(viewer);
    }

    /// When the last of the pages was welcomed again, each for the first time from an instant on; empty where one was
    /// not yet.
    public OptionalDouble welcomedMs(double sinceMs) {
        take();
        double lastMs = sinceMs;
        for (Recording recording : recordings) {
            OptionalDouble welcomedMs = recording.first("welcome", sinceMs);
            if (welcomedMs.isEmpty()) {
                return welcomedMs;
            }
            lastMs = Math.max(lastMs, welcomedMs.getAsDouble());
        }
        return OptionalDouble.of(lastMs);
    }

    private void take() {
        for (int i = 0; i < viewers.size(); i++) {
            recordings.set(i, recordings.get(i).and(viewers.get(i).recording()));
        }
    }

    @Override
    public void close() {
        host.close();
        // The pages are still there, and find nobody at the end of their routes.
        viewers.forEach(viewer -> viewer.tab().expectOutage());
        lines.forEach(DelayLine::close);
    }
}
