package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.TimeoutError;
import dev.watchparty.skew.Recording;
import java.util.function.BooleanSupplier;

/// A viewer at the page.
public final class Viewer implements Screen {

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

    private static final int CLICK_MILLISECONDS = 2_000;

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

    /// Clicks what may be clicked twice; see [#press(Locator, BooleanSupplier)].
    void press(Locator control) {
        press(control, () -> false);
    }

    /// Clicks what may lie on the film's bar, as people do: the bar has faded when the film has played for 3 s, and is
    /// back for another 3 when the pointer moves. On a busy machine that may be too short for one attempt.
    ///
    /// @param done whether a click has had its effect: one may land though it is told to have come too late
    void press(Locator control, BooleanSupplier done) {
        eventually().ignoreExceptionsMatching(TimeoutError.class::isInstance).untilAsserted(() -> {
            tab.page().mouse().move(600, 300);
            tab.page().mouse().move(610, 310);
            if (!done.getAsBoolean()) {
                control.click(new Locator.ClickOptions().setTimeout(CLICK_MILLISECONDS));
            }
        });
    }

    /// What was seen of the player since it was asked last, in a browser that records.
    public Recording recording() {
        return Recording.parse((String) tab.page().evaluate(Recording.TAKE));
    }

    /// The page's one and only player; that there is one only is checked whenever it is used.
    Locator video() {
        return tab.page().locator("video");
    }

    @Override
    public Player player() {
        return Player.of(video());
    }

    @Override
    public Viewer awaitPlaying(Film film) {
        Screen.super.awaitPlaying(film);
        return this;
    }

    @Override
    public Viewer awaitPicture(Film film) {
        Screen.super.awaitPicture(film);
        eventually()
                .untilAsserted(() -> assertThat(video().isVisible())
                        .as("the player can be seen")
                        .isTrue());
        return this;
    }

    @Override
    public Viewer awaitPausedAt(double positionSeconds, double withinSeconds) {
        Screen.super.awaitPausedAt(positionSeconds, withinSeconds);
        return this;
    }

    private int count(String name) {
        return ((Number) tab.page().evaluate("name => window[name]", name)).intValue();
    }
}
