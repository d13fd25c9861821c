package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/// A browser in which somebody watches, whichever it is and however it is spoken to.
interface Screen {

    /// What its player does now.
    Player player();

    /// Waits until pictures of this film follow each other on the screen.
    default Screen awaitPlaying(Film film) {
        Player before = awaitPicture(film).player();
        eventually().untilAsserted(() -> {
            Player now = player();
            assertThat(now.playing()).as("playing: %s", now).isTrue();
            assertThat(now.positionSeconds()).as("media time").isGreaterThan(before.positionSeconds());
            assertThat(now.frames()).as("frames").isGreaterThan(before.frames() + 5);
        });
        return this;
    }

    /// Waits until there is a picture of this film, moving or not.
    default Screen awaitPicture(Film film) {
        eventually().untilAsserted(() -> {
            Player now = player();
            assertThat(now.width()).as("width of the picture").isEqualTo(film.width());
            assertThat(now.height()).as("height of the picture").isEqualTo(film.height());
            assertThat(now.readyState()).isGreaterThanOrEqualTo(2);
        });
        return this;
    }

    /// Waits until the player stands still at a position.
    default Screen awaitPausedAt(double positionSeconds, double withinSeconds) {
        eventually().untilAsserted(() -> {
            Player now = player();
            assertThat(now.paused()).as("paused").isTrue();
            assertThat(now.seeking()).as("seeking").isFalse();
            assertThat(now.positionSeconds())
                    .isBetween(positionSeconds - withinSeconds, positionSeconds + withinSeconds);
        });
        return this;
    }
}
