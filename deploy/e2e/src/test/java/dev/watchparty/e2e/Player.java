package dev.watchparty.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;

/// A page's `<video>` at one instant.
///
/// @param atMs when it was read, milliseconds since the epoch on the machine's one clock
/// @param positionSeconds media time
/// @param rate playback rate, 1 is normal
/// @param readyState as in HTML: 2 has the current picture, 3 can go on, 4 can go on to the end
/// @param width of the picture in pixels, 0 while there is none
/// @param frames pictures decoded since the source was set
/// @param bufferedEndSeconds end of the buffered range around the position, the position where there is none
record Player(
        double atMs,
        double positionSeconds,
        double rate,
        boolean paused,
        boolean seeking,
        boolean ended,
        int readyState,
        int width,
        int height,
        long frames,
        double bufferedEndSeconds,
        double durationSeconds) {

    /// One turn of the page's event loop, so that all belongs together.
    static final String READ = """
            video => {
              const atMs = performance.timeOrigin + performance.now();
              const position = video.currentTime;
              let bufferedEnd = position;
              for (let i = 0; i < video.buffered.length; i++) {
                if (video.buffered.start(i) <= position && position <= video.buffered.end(i)) {
                  bufferedEnd = video.buffered.end(i);
                }
              }
              return {
                atMs,
                positionSeconds: position,
                rate: video.playbackRate,
                paused: video.paused,
                seeking: video.seeking,
                ended: video.ended,
                readyState: video.readyState,
                width: video.videoWidth,
                height: video.videoHeight,
                frames: video.getVideoPlaybackQuality().totalVideoFrames,
                bufferedEndSeconds: bufferedEnd,
                durationSeconds: Number.isFinite(video.duration) ? video.duration : -1,
              };
            }""";

    private static final JsonMapper JSON = new JsonMapper();

    /// What [#READ] returned, as JSON text.
    static Player parse(String json) {
        try {
            return JSON.readValue(json, Player.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the page answered " + json, e);
        }
    }

    static Player of(Locator video) {
        return parse((String) video.evaluate("video => JSON.stringify((%s)(video))".formatted(READ)));
    }

    boolean playing() {
        return !paused && !seeking && !ended && readyState >= 3;
    }

    /// Where it stands at another instant, if nothing changes until then.
    double positionSecondsAt(double instantMs) {
        return playing() ? positionSeconds + rate * (instantMs - atMs) / 1_000 : positionSeconds;
    }
}
