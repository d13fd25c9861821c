package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.watchparty.skew.Recording;

/// A viewer at the page.
public final class Viewer {

    /// Counts calls of `play()` in the very task of a click: only these may have sound where nobody has clicked before.
    /// Every listener for the click, and what awaits no further task, has run when a timer of 0 ms fires.
    private static final String WATCH_PLAY = """
            (() => {
              let clicking = false;
              window.playsInsideAClick = 0;
              window.addEventListener("click", () => {
                clicking = true;
                setTimeout(() => { clicking = false; }, 0);
              }, { capture: true });
              const play = HTMLMediaElement.prototype.play;
              HTMLMediaElement.prototype.play = function () {
                window.playsInsideAClick += clicking ? 1 : 0;
                return play.call(this);
              };
            })();""";

    /// Looks at each screen that the page draws until its first picture: whether a player without a picture is on it.
    private static final String WATCH_SCREEN = """
            (() => {
              window.screensWatched = 0;
              window.emptyPlayersShown = 0;
              const find = root => {
                for (const element of root.querySelectorAll("*")) {
                  const found = element instanceof HTMLVideoElement ? element
                      : element.shadowRoot ? find(element.shadowRoot) : null;
                  if (found) return found;
                }
                return null;
              };
              const look = () => {
                const video = find(document);
                const empty = video === null || video.readyState < 2;
                window.screensWatched++;
                if (video && empty && video.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
                  window.emptyPlayersShown++;
                }
                if (empty) requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            })();""";

    private final Tab tab;

    Viewer(Tab tab) {
        this.tab = tab;
    }

    public Tab tab() {
        return tab;
    }

    /// Counts from the next page load on what [#playsInsideAClick] tells.
    Viewer watchPlay() {
        tab.page().addInitScript(WATCH_PLAY);
        return this;
    }

    /// How often the page's own script has called `play()` while a click was handled.
    int playsInsideAClick() {
        return count("playsInsideAClick");
    }

    /// Counts from the next page load on what [#screensWatched] and [#emptyPlayersShown] tell.
    Viewer watchScreen() {
        tab.page().addInitScript(WATCH_SCREEN);
        return this;
    }

    /// How many screens the page has drawn until its first picture.
    int screensWatched() {
        return count("screensWatched");
    }

    /// How many of these showed a player with nothing in it.
    int emptyPlayersShown() {
        return count("emptyPlayersShown");
    }

    /// Counts from now on what [#loads] tells.
    Viewer watchLoads() {
        video().evaluate("""
                video => {
                  window.loads = 0;
                  video.addEventListener("loadstart", () => { window.loads++; });
                }""");
        return this;
    }

    /// How often the player has begun to load a film.
    int loads() {
        return count("loads");
    }

    /// Counts from now on what [#jumps] tells.
    Viewer watchJumps() {
        video().evaluate("""
                video => {
                  window.jumps = 0;
                  video.addEventListener("seeking", () => { window.jumps++; });
                }""");
        return this;
    }

    /// How often the player has been set to another position.
    int jumps() {
        return count("jumps");
    }

    /// Tells a name, and joins.
    public Viewer joinAs(String name) {
        tab.page().getByLabel("Your name").fill(name);
        return join();
    }

    /// The one click that browsers want before they play sound.
    public Viewer join() {
        tab.button("Join").click();
        return this;
    }

    /// What was seen of the player since it was asked last, in a browser that records.
    public Recording recording() {
        return Recording.parse((String) tab.page().evaluate(Recording.TAKE));
    }

    /// The page's one and only player; that there is one only is checked whenever it is used.
    Locator video() {
        return tab.page().locator("video");
    }

    Player player() {
        return Player.of(video());
    }

    /// Waits until pictures of this film follow each other on the screen.
    public Viewer awaitPlaying(Film film) {
        Player before = awaitPicture(film).player();
        eventually().untilAsserted(() -> {
            Player now = player();
            assertThat(now.playing()).as("playing: %s", now).isTrue();
            assertThat(now.positionSeconds()).as("media time").isGreaterThan(before.positionSeconds());
            assertThat(now.frames()).as("frames").isGreaterThan(before.frames() + 5);
        });
        return this;
    }

    /// Waits until a picture of this film is on the screen, moving or not.
    public Viewer awaitPicture(Film film) {
        eventually().untilAsserted(() -> {
            Player now = player();
            assertThat(now.width()).as("width of the picture").isEqualTo(film.width());
            assertThat(now.height()).as("height of the picture").isEqualTo(film.height());
            assertThat(now.readyState()).isGreaterThanOrEqualTo(2);
            assertThat(video().isVisible()).as("the player can be seen").isTrue();
        });
        return this;
    }

    /// Waits until the player stands still at a position.
    Viewer awaitPausedAt(double positionSeconds, double withinSeconds) {
        eventually().untilAsserted(() -> {
            Player now = player();
            assertThat(now.paused()).as("paused").isTrue();
            assertThat(now.seeking()).as("seeking").isFalse();
            assertThat(now.positionSeconds())
                    .isBetween(positionSeconds - withinSeconds, positionSeconds + withinSeconds);
        });
        return this;
    }

    private int count(String name) {
        return ((Number) tab.page().evaluate("name => window[name]", name)).intValue();
    }
}
