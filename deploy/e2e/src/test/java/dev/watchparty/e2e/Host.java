package dev.watchparty.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// The admin as a script at a room's socket, with the note's bare messages: the key on each of them. Being told of the
/// viewers takes one more, `auth`.
public final class Host implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Pair pair;
    private final String path;
    private final RoomSocket socket;

    public Host(Pair pair, String room) {
        this.pair = pair;
        this.path = "/ws/" + room;
        this.socket = RoomSocket.open(pair.front(), path);
        say(message("auth"));
    }

    /// Returns once the room has taken it.
    public void play() {
        say(message("play"));
        socket.next("play");
    }

    /// Returns once the room has taken it.
    ///
    /// @return where the room stands still
    double pause() {
        say(message("pause"));
        return socket.next("pause").path("time").asDouble();
    }

    /// Returns once the room has taken it.
    public void seek(double positionSeconds) {
        say(message("seek").put("time", positionSeconds));
        socket.next("seek");
    }

    /// Everyone is to load the staged film again. Returns once the room has taken it.
    void load(String etag) {
        say(message("load").put("etag", etag));
        socket.next("load");
    }

    /// Changes one house rule. Returns once the room has taken it.
    void policy(String rule, String value) {
        say(message("policy").put(rule, value));
        socket.next("policy");
    }

    /// Decides whether the host alone plays and pauses. Returns once the room has taken it.
    void lock(boolean locked) {
        say(message("policy").put("enforcePausePlay", locked));
        socket.next("policy");
    }

    /// Decides whether viewers chat. Returns once the room has taken it.
    void chat(boolean allowed) {
        say(message("policy").put("chat", allowed));
        socket.next("policy");
    }

    /// Makes a viewer a co-host.
    void cohost(String tab) {
        say(message("cohost").put("tab", tab).put("granted", true));
    }

    /// Sets the films that come next. Returns once the room has taken it.
    void queue(String... paths) {
        ObjectNode message = message("queue");
        List.of(paths).forEach(message.putArray("paths")::add);
        say(message);
        socket.next("queue");
    }

    /// Waits until so many viewers, this socket and its like not counted, are in the room.
    public void awaitViewers(int count) {
        long here;
        do {
            here = StreamSupport.stream(socket.next("viewers").path("viewers").spliterator(), false)
                    .filter(row -> row.path("role").asText().equals("viewer"))
                    .count();
        } while (here != count);
    }

    /// Waits until the room has heard from somebody of that name who stands ready at a place.
    void awaitReady(String name, double atSeconds) {
        while (true) {
            for (JsonNode row : socket.next("viewers").path("viewers")) {
                if (row.path("name").asText().equals(name)
                        && row.path("ready").asBoolean()
                        && Math.abs(row.path("time").asDouble() - atSeconds) < 0.1) {
                    return;
                }
            }
        }
    }

    /// The room's line as someone gets it who comes in now.
    public Line line() {
        try (RoomSocket newcomer = RoomSocket.open(pair.front(), path)) {
            JsonNode timeline = newcomer.next("welcome").path("timeline");
            return new Line(
                    timeline.path("time").asDouble(),
                    timeline.path("at").asDouble(),
                    timeline.path("rate").asDouble(),
                    timeline.path("playing").asBoolean(),
                    timeline.path("rev").asLong());
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private ObjectNode message(String cmd) {
        return JSON.createObjectNode().put("cmd", cmd).put("key", pair.adminKey());
    }

    private void say(ObjectNode message) {
        socket.say(message.toString());
    }

    /// Waits for somebody of that name.
    String tabOf(String name) {
        while (true) {
            for (JsonNode row : socket.next("viewers").path("viewers")) {
                if (row.path("name").asText().equals(name)) {
                    return row.path("tab").asText();
                }
            }
        }
    }

    /// What a viewer's page says that its idea of server time may be wrong by.
    public double clockErrorMs(String name) {
        while (true) {
            for (JsonNode row : socket.next("viewers").path("viewers")) {
                if (row.path("name").asText().equals(name) && row.has("clockErrorMs")) {
                    return row.path("clockErrorMs").asDouble();
                }
            }
        }
    }

    /// `position(t) = time + rate * (t - at)` while playing. On one machine server time and the pages' clocks agree to
    /// a few milliseconds: both are the wall clock at a process's start, continued by a monotonic one.
    public record Line(double timeSeconds, double atMs, double rate, boolean playing, long rev) {

        double positionSecondsAt(double instantMs) {
            return playing ? timeSeconds + rate * Math.max(0, instantMs - atMs) / 1_000 : timeSeconds;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s at %.3f s, rev %d", playing ? "playing" : "paused", timeSeconds, rev);
        }
    }
}
