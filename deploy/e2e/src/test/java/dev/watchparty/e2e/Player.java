package dev.watchparty.e2e;

import com.microsoft.playwright.Locator;
import java.util.Map;

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
    private static final String READ = """
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
                position,
                rate: video.playbackRate,
                paused: video.paused,
                seeking: video.seeking,
                ended: video.ended,
                readyState: video.readyState,
                width: video.videoWidth,
                height: video.videoHeight,
                frames: video.getVideoPlaybackQuality().totalVideoFrames,
                bufferedEnd,
                duration: Number.isFinite(video.duration) ? video.duration : -1,
              };
            }""";

    static Player of(Locator video) {
        if (!(video.evaluate(READ) instanceof Map<?, ?> read)) {
            throw new IllegalStateException("the page answered with something else");
        }
        return new Player(
                number(read, "atMs").doubleValue(),
                number(read, "position").doubleValue(),
                number(read, "rate").doubleValue(),
                flag(read, "paused"),
                flag(read, "seeking"),
                flag(read, "ended"),
                number(read, "readyState").intValue(),
                number(read, "width").intValue(),
                number(read, "height").intValue(),
                number(read, "frames").longValue(),
                number(read, "bufferedEnd").doubleValue(),
                number(read, "duration").doubleValue());
    }

    boolean playing() {
        return !paused && !seeking && !ended && readyState >= 3;
    }

    /// Where it stands at another instant, if nothing changes until then.
    double positionSecondsAt(double instantMs) {
        return playing() ? positionSeconds + rate * (instantMs - atMs) / 1_000 : positionSeconds;
    }

    private static Number number(Map<?, ?> read, String key) {
        if (read.get(key) instanceof Number number) {
            return number;
        }
        throw new IllegalStateException(key + " is " + read.get(key));
    }

    private static boolean flag(Map<?, ?> read, String key) {
        return Boolean.TRUE.equals(read.get(key));
    }
}
