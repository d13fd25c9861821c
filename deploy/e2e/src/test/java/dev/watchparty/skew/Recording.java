package dev.watchparty.skew;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/// What [#SCRIPT] saw of a page's player, in the order in which it happened.
///
/// @param positions the player's own media time, each 25 ms while the page's thread gets to run and
/// is not put aside as it looks
/// @param frames pictures that were presented
/// @param events of the player, and the welcomes and closes of the page's sockets
public record Recording(List<Position> positions, List<Frame> frames, List<Event> events) {

    private static final JsonMapper JSON = new JsonMapper();

    /// Records in the page, from before its own scripts run: to be added to every document of a tab. It finds the
    /// player wherever the page puts it, and changes nothing about it.
    public static final String SCRIPT = """
            (() => {
              const MOST = 200_000;
              const epochMs = () => performance.timeOrigin + performance.now();
              const kept = { positions: [], frames: [], events: [] };
              const keep = (list, entry) => { if (list.length < MOST) list.push(entry); };
              const canvas = new OffscreenCanvas(%1$d, %2$d);
              const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
              pen.imageSmoothingEnabled = false;
              let video;

              const note = (type) => keep(kept.events, [
                epochMs(), type, video?.currentTime ?? 0, video?.playbackRate ?? 1, video?.readyState ?? 0]);
              const look = () => {
                const sinceMs = epochMs();
                const seconds = video.currentTime;
                // Another thread ran in between: this says nothing of when the player was there.
                if (epochMs() - sinceMs > 1) return;
                keep(kept.positions, [sinceMs, seconds, video.playbackRate, video.readyState,
                  video.paused || video.ended, video.seeking]);
              };
              const blocks = () => {
                pen.drawImage(video, %3$d, %4$d, %5$d, %6$d, 0, 0, %1$d, %2$d);
                const pixels = pen.getImageData(0, 0, %1$d, %2$d).data;
                let text = "";
                for (let i = 1; i < pixels.length; i += 4) text += pixels[i].toString(16).padStart(2, "0");
                return text;
              };
              const watchFrames = () => video.requestVideoFrameCallback((_, frame) => {
                keep(kept.frames, [performance.timeOrigin + frame.expectedDisplayTime, frame.mediaTime,
                  video.playbackRate, frame.presentedFrames, blocks()]);
                watchFrames();
              });
              const watch = () => {
                for (const type of ["loadstart", "seeking", "seeked", "canplay", "playing", "waiting", "play", "pause",
                    "ratechange", "ended", "emptied"]) {
                  video.addEventListener(type, () => note(type));
                }
                setInterval(look, 25);
                watchFrames();
              };
              const find = (root) => {
                for (const element of root.querySelectorAll("*")) {
                  const found = element instanceof HTMLVideoElement ? element
                      : element.shadowRoot ? find(element.shadowRoot) : undefined;
                  if (found) return found;
                }
                return undefined;
              };
              const search = setInterval(() => {
                video = find(document);
                if (video) {
                  clearInterval(search);
                  watch();
                }
              }, 25);

              window.WebSocket = new Proxy(WebSocket, {
                construct(target, parameters) {
                  const socket = new target(...parameters);
                  socket.addEventListener("message", ({ data }) => {
                    if (data.includes('"cmd":"welcome"')) note("welcome");
                  });
                  socket.addEventListener("close", () => note("close"));
                  return socket;
                },
              });
              window.takeRecording = () => {
                const taken = JSON.stringify(kept);
                for (const list of Object.values(kept)) list.length = 0;
                return taken;
              };
            })();""".formatted(
                    FrameCode.COLUMNS,
                    FrameCode.ROWS,
                    FrameCode.LEFT,
                    FrameCode.TOP,
                    FrameCode.COLUMNS * FrameCode.BLOCK,
                    FrameCode.ROWS * FrameCode.BLOCK);

    /// An expression for a page that runs [#SCRIPT]: what was recorded since it was asked last, for [#parse].
    public static final String TAKE = "window.takeRecording()";

    public Recording {
        positions = List.copyOf(positions);
        frames = List.copyOf(frames);
        events = List.copyOf(events);
    }

    /// The player at one instant.
    ///
    /// @param seconds media time
    /// @param readyState as in HTML
    public record Position(double atMs, double seconds, double rate, int readyState, boolean paused, boolean seeking) {

        /// Whether media time runs.
        public boolean plays() {
            return hasData() && !paused;
        }

        /// Whether it could.
        public boolean hasData() {
            return readyState >= 3 && !seeking;
        }
    }

    /// A picture.
    ///
    /// @param displayedMs when the browser expected it to be on the screen
    /// @param seconds its media time, as the browser tells
    /// @param number what its blocks say; empty where they say nothing
    public record Frame(double displayedMs, double seconds, double rate, OptionalInt number) {}

    /// Something that happened.
    ///
    /// @param type as in HTML; `welcome` and `close` are the socket's
    public record Event(double atMs, String type, double seconds, double rate, int readyState) {}

    public static Recording parse(String json) {
        try {
            JsonNode kept = JSON.readTree(json);
            List<Position> positions = new ArrayList<>();
            for (JsonNode entry : kept.path("positions")) {
                positions.add(new Position(
                        entry.get(0).asDouble(),
                        entry.get(1).asDouble(),
                        entry.get(2).asDouble(),
                        entry.get(3).asInt(),
                        entry.get(4).asBoolean(),
                        entry.get(5).asBoolean()));
            }
            List<Frame> frames = new ArrayList<>();
            for (JsonNode entry : kept.path("frames")) {
                frames.add(new Frame(
                        entry.get(0).asDouble(),
                        entry.get(1).asDouble(),
                        entry.get(2).asDouble(),
                        FrameCode.read(brightness(entry.get(4).asText()))));
            }
            List<Event> events = StreamSupport.stream(kept.path("events").spliterator(), false)
                    .map(entry -> new Event(
                            entry.get(0).asDouble(),
                            entry.get(1).asText(),
                            entry.get(2).asDouble(),
                            entry.get(3).asDouble(),
                            entry.get(4).asInt()))
                    .toList();
            return new Recording(positions, frames, events);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no recording: " + json, e);
        }
    }

    /// This and what was taken later.
    public Recording and(Recording later) {
        return new Recording(
                joined(positions, later.positions), joined(frames, later.frames), joined(events, later.events));
    }

    /// When an event of this type happened first, from `fromMs` on.
    public OptionalDouble first(String type, double fromMs) {
        return events.stream()
                .filter(event -> event.type().equals(type) && event.atMs() >= fromMs)
                .mapToDouble(Event::atMs)
                .findFirst();
    }

    /// How often an event of this type happened in a stretch of time.
    public long count(String type, double fromMs, double toMs) {
        return events.stream()
                .filter(event -> event.type().equals(type) && event.atMs() >= fromMs && event.atMs() < toMs)
                .count();
    }

    private static int[] brightness(String hex) {
        int[] brightness = new int[hex.length() / 2];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = Integer.parseInt(hex, 2 * i, 2 * i + 2, 16);
        }
        return brightness;
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
