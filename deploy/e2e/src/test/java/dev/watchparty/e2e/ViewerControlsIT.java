package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a viewer does for themselves: keys, an own rate, the way back; and how light the page is.
class ViewerControlsIT {

    private static final int MOST_BYTES = 60_000;
    private static final int MOST_REQUESTS = 12;

    /// Counts how often the controls come back over the film.
    private static final String WATCH_CONTROLS = """
            controls => {
              new MutationObserver(() => { window.controlsCame += controls.dataset.idle === undefined ? 1 : 0; })
                  .observe(controls, { attributeFilter: ["data-idle"] });
            }""";

    /// Counts the locks that keep the screen on and are held now.
    private static final String WATCH_SCREEN_LOCKS = """
            (() => {
              window.screenLocks = 0;
              if (!window.WakeLock) { return; }
              const request = WakeLock.prototype.request;
              WakeLock.prototype.request = async function (type) {
                const lock = await request.call(this, type);
                window.screenLocks++;
                lock.addEventListener("release", () => { window.screenLocks--; });
                return lock;
              };
            })();""";

    /// What the page would do for the keys of a keyboard and a lock screen that are not here.
    private static final String KEEP_MEDIA_KEYS = """
            (() => {
              window.mediaKeys = {};
              const handle = MediaSession.prototype.setActionHandler;
              MediaSession.prototype.setActionHandler = function (action, handler) {
                window.mediaKeys[action] = handler;
                handle.call(this, action, handler);
              };
            })();""";

    /// A click by script, which browsers take for no gesture: whoever starts like this may play only what the rule
    /// allows. It is put in force by hand, because each look that Playwright takes at a page counts as a gesture.
    private static final String JOIN_WITHOUT_A_GESTURE = """
            const play = HTMLMediaElement.prototype.play;
            let touched = false;
            window.addEventListener("pointerdown", event => { touched ||= event.isTrusted; }, { capture: true });
            HTMLMediaElement.prototype.play = function () {
              return %s || touched ? play.call(this)
                  : Promise.reject(new DOMException("not without a gesture", "NotAllowedError"));
            };
            const timer = setInterval(() => {
              const card = document.querySelector("watch-page")?.shadowRoot?.querySelector("join-card");
              const button = card?.shadowRoot?.querySelector("button");
              if (button?.checkVisibility()) {
                clearInterval(timer);
                button.click();
              }
            }, 100);""";

    @RegisterExtension
    static final Pair pair = Pair.running(ViewerControlsIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    /// Tells pages of sound tracks, as Safari does.
    @RegisterExtension
    static final Chromium trackful = Chromium.with("AudioVideoTracks");

    @Test
    void thePageIsLightAndStaysWhereItIs() {
        pair.show("light", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.stranger();
        ann.tab().page().addInitScript(PageLoad.WATCH);
        ann.tab().open(pair.front().resolve("/r/light"));
        ann.tab().awaitWords("Showing: bunny");
        PageLoad door = PageLoad.at(ann.tab().page());
        ann.join().awaitPicture(Film.BUNNY);

        PageLoad joined = PageLoad.at(ann.tab().page());
        Report.say("viewer page: %d bytes in %d requests, layout shift %.4f, long tasks in ms: %s"
                .formatted(door.bytes(), door.requests(), joined.shifted(), joined.longTasks()));
        assertThat(door.bytes()).isBetween(1, MOST_BYTES);
        assertThat(door.requests()).isBetween(1, MOST_REQUESTS);
        assertThat(joined.shifted()).as("cumulative layout shift").isZero();
    }

    @Test
    void keysJumpAndExplainThemselvesAndTheWayBackIsOneButton() {
        pair.show("keys", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/keys").join().awaitPicture(Film.BUNNY);
        Page page = ann.tab().page();
        page.getByLabel("Position in the film").waitFor();

        page.keyboard().press("5");
        ann.awaitPausedAt(Film.BUNNY.seconds() / 2.0, 0.5);
        page.keyboard().press("j");
        ann.awaitPausedAt(Film.BUNNY.seconds() / 2.0 - 10, 0.5);
        page.keyboard().press("l");
        ann.awaitPausedAt(Film.BUNNY.seconds() / 2.0, 0.5);
        page.keyboard().press("ArrowRight");
        ann.awaitPausedAt(Film.BUNNY.seconds() / 2.0 + 5, 0.5);
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        ann.awaitPausedAt(Film.BUNNY.seconds() / 2.0 - 5, 0.5);
        page.keyboard().press("9");
        ann.awaitPausedAt(Film.BUNNY.seconds() * 0.9, 0.5);
        Locator bar = page.getByLabel("Position in the film");
        BoundingBox box = bar.boundingBox();
        bar.click(new Locator.ClickOptions().setPosition(box.width / 4, box.height / 2));
        ann.awaitPausedAt(Film.BUNNY.seconds() / 4.0, 0.5);
        Locator party = page.locator("seek-bar .room");
        assertThat(party.isVisible()).as("a mark where the party is").isTrue();
        assertThat(party.boundingBox().x).isLessThan(box.x + box.width / 8);
        assertThat(page.locator("seek-bar .held").count())
                .as("stretches that are loaded")
                .isPositive();

        page.keyboard().press("?");
        Locator sheet = page.getByRole(AriaRole.DIALOG);
        assertThat(sheet.textContent()).contains("10 seconds back or on");
        page.keyboard().press("Escape");
        eventually().until(() -> !sheet.isVisible());

        page.getByText("Back to the party").click();
        ann.awaitPausedAt(0, 0.1);
    }

    @Test
    void kAndTheSpaceBarPauseAndPlayWhereThatIsTheViewersToDo() {
        pair.show("pauses", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "pauses")) {
            host.lock(false);
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/pauses").join().awaitPlaying(Film.BUNNY);
            ann.tab().page().getByLabel("Position in the film").waitFor();

            for (String key : List.of("k", "Space")) {
                ann.tab().page().keyboard().press(key);
                eventually().until(() -> ann.player().paused());
                ann.tab().page().keyboard().press(key);
                ann.awaitPlaying(Film.BUNNY);
            }
            assertThat(host.line().playing()).isTrue();
        }
    }

    @Test
    void theControlsFadeOverAPlayingFilmAndComeBackToWhoTapsOrUsesTheKeyboard() {
        pair.show("fade", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "fade")) {
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/fade").join().awaitPlaying(Film.BUNNY);
            Locator controls = ann.tab().page().locator("player-controls");
            controls.evaluate(WATCH_CONTROLS);

            CDPSession finger =
                    ann.tab().page().context().newCDPSession(ann.tab().page());

            awaitFaded(controls);
            tap(finger, 600, 300);
            eventually().until(() -> number(ann, "controlsCame").intValue() > 0);

            awaitFaded(controls);
            ann.tab().page().keyboard().press("Tab");
            eventually().until(() -> number(ann, "controlsCame").intValue() > 0);
        }
    }

    @Test
    void theVolumeIsSetByKeysAndByItsSliderAndRememberedAsTheNameIs() {
        pair.show("volume", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/volume").joinAs("Ann").awaitPicture(Film.BUNNY);
        Page page = ann.tab().page();
        Locator slider = page.getByLabel("Volume", new Page.GetByLabelOptions().setExact(true));
        slider.waitFor();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowUp");
        eventually().untilAsserted(() -> assertThat(volume(ann)).isCloseTo(0.95, within(0.001)));
        eventually()
                .untilAsserted(
                        () -> assertThat(slider.getAttribute("aria-valuetext")).isEqualTo("95 %"));

        slider.click();
        eventually().untilAsserted(() -> assertThat(volume(ann)).isCloseTo(0.5, within(0.051)));
        slider.press("ArrowRight");
        slider.press("Home");
        eventually().until(() -> muted(ann));
        ann.tab().button("Unmute").click();
        eventually().until(() -> !muted(ann));
        slider.press("Home");
        slider.press("ArrowRight");
        slider.press("ArrowRight");
        eventually().untilAsserted(() -> assertThat(volume(ann)).isCloseTo(0.1, within(0.001)));
        assertThat(muted(ann)).isFalse();

        page.reload();
        ann.tab().button("Join").waitFor();
        assertThat(page.getByLabel("Your name").inputValue()).isEqualTo("Ann");
        ann.join().awaitPicture(Film.BUNNY);
        assertThat(volume(ann)).isCloseTo(0.1, within(0.001));
    }

    @Test
    void aRateOfOnesOwnIsOfferedToWhoDoesNotFollowAndGivenUpOnTheWayBack() {
        pair.show("rates", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "rates")) {
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/rates").join().awaitPlaying(Film.BUNNY);
            Locator speed = ann.tab().page().getByLabel("Speed", new Page.GetByLabelOptions().setExact(true));
            assertThat(speed.isVisible()).isFalse();

            ann.press(ann.tab().button("Follow the host's jumps"), speed::isVisible);
            speed.selectOption("1.5");
            eventually().until(() -> ann.player().rate() == 1.5);
            Locator back = ann.tab().page().getByText("Back to the party");
            back.waitFor();
            ann.press(back, () -> !back.isVisible());

            eventually().untilAsserted(() -> assertThat(ann.player().rate()).isBetween(0.95, 1.05));
            ann.awaitPlaying(Film.BUNNY);
        }
    }

    @Test
    void whereTheBrowserRefusesSoundTheFilmStartsMutedUnderOneLargeButton() {
        pair.show("muted", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "muted")) {
            host.play();
            Viewer ann = chromium.stranger();
            ann.tab().page().addInitScript(JOIN_WITHOUT_A_GESTURE.formatted("this.muted"));
            ann.tab().open(pair.front().resolve("/r/muted"));

            ann.tab().awaitWords("Your browser started without sound");
            ann.awaitPlaying(Film.BUNNY);
            assertThat(muted(ann)).isTrue();
            Look.at(ann.tab(), "viewer-muted");
            host.seek(0);
            ann.tab().button("Turn the sound on").click();

            eventually().until(() -> !muted(ann));
            eventually().until(() -> !ann.tab().button("Turn the sound on").isVisible());
            ann.awaitPlaying(Film.BUNNY);
            ann.tab().page().keyboard().press("m");
            assertThat(muted(ann)).isTrue();
        }
    }

    @Test
    void whereTheBrowserRefusesToPlayAtAllOneTapStartsTheFilm() {
        pair.show("tap", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "tap")) {
            host.play();
            Viewer ann = chromium.stranger();
            ann.tab().page().addInitScript(JOIN_WITHOUT_A_GESTURE.formatted("false"));
            ann.tab().open(pair.front().resolve("/r/tap"));

            ann.tab().awaitWords("Your browser waits for a tap");
            Look.at(ann.tab(), "viewer-tap-to-play");
            host.seek(0);
            ann.tab().button("Play").click();

            ann.awaitPlaying(Film.BUNNY);
            ann.tab().button("Turn the sound on").waitFor();
        }
    }

    @Test
    void theLanguageIsChosenWhereTheBrowserTellsOfSoundTracksAndRemembered() {
        pair.show("tracks", Film.TWO_LANGUAGES.putInto(pair.library(), ""));
        Viewer ann = trackful.viewer(pair.front(), "/r/tracks").join().awaitPicture(Film.TWO_LANGUAGES);
        assertThat(heard(ann)).isEqualTo("eng");

        ann.tab().button("Sound track").click();
        ann.tab().page().getByLabel("German").check();
        eventually().until(() -> heard(ann).equals("ger"));
        Look.at(ann.tab(), "viewer-sound-tracks");

        ann.tab().page().reload();
        ann.join().awaitPicture(Film.TWO_LANGUAGES);
        eventually().until(() -> heard(ann).equals("ger"));
        ann.tab().button("Sound track").click();
        eventually().until(() -> ann.tab().page().getByLabel("German").isChecked());

        Viewer ben = chromium.viewer(pair.front(), "/r/tracks").join().awaitPicture(Film.TWO_LANGUAGES);
        ben.tab().button("Subtitles").waitFor();
        assertThat(ben.tab().button("Sound track").isVisible())
                .as("a menu that chooses nothing")
                .isFalse();
    }

    @Test
    void theTabTellsTheStateByItsTitleAndItsIcon() {
        pair.show("icon", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann;
        try (SlowLine line = SlowLine.to(pair.front(), 10_000_000);
                Host host = new Host(pair, "icon")) {
            ann = chromium.viewer(line.front(), "/r/icon").join().awaitPicture(Film.BUNNY);
            eventually().untilAsserted(() -> assertThat(icon(ann)).endsWith("/favicon.svg"));

            host.play();
            ann.awaitPlaying(Film.BUNNY);
            awaitFace(ann, "/favicon-playing.svg", "▶ bunny · Watchparty");
            host.pause();
            ann.tab().expectOutage();
        }
        awaitFace(ann, "/favicon-away.svg", "Connection lost · Watchparty");
    }

    @Test
    void theFilmFillsTheScreenByKeyAndLeavesItByButton() {
        pair.show("full", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/full").join().awaitPicture(Film.BUNNY);
        ann.tab().button("Full screen").waitFor();

        ann.tab().page().keyboard().press("f");
        ann.tab().button("Leave full screen").waitFor();
        assertThat(ann.tab().page().evaluate("document.fullscreenElement?.localName"))
                .isEqualTo("watch-page");

        ann.tab().button("Leave full screen").click();
        ann.tab().button("Full screen").waitFor();
    }

    @Test
    void germansReadGerman() {
        Viewer jan = chromium.strangerWhoReads("de-DE");
        jan.tab().open(pair.front());

        jan.tab().button("Mitschauen").click();

        jan.tab().awaitWords("Noch läuft nichts");
        assertThat(jan.tab().page().locator("html").getAttribute("lang")).isEqualTo("de");
    }

    @Test
    void lookingAgainWhereNothingIsOnSaysSoWhereItIsSeen() {
        Viewer ann = chromium.viewer(pair.front(), "/").join();
        ann.tab().awaitWords("Nothing is on yet");

        ann.tab().button("Look again").click();

        ann.tab().awaitWords("Still nothing. The host has not picked a film yet.");
    }

    @Test
    void theSystemIsToldWhatPlaysAndTheScreenStaysOnMeanwhile() {
        pair.show("system", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "system")) {
            Viewer ann = chromium.stranger();
            ann.tab().page().addInitScript(WATCH_SCREEN_LOCKS);
            ann.tab().page().addInitScript(KEEP_MEDIA_KEYS);
            List<String> said = new CopyOnWriteArrayList<>();
            ann.tab().page().onWebSocket(socket -> socket.onFrameSent(frame -> said.add(frame.text())));
            ann.tab().open(pair.front().resolve("/r/system"));
            ann.joinAs("Ann").awaitPicture(Film.BUNNY);
            assertThat(number(ann, "screenLocks").intValue()).isZero();

            host.play();
            ann.awaitPlaying(Film.BUNNY);
            eventually().until(() -> number(ann, "screenLocks").intValue() == 1);
            assertThat(word(ann, "navigator.mediaSession.metadata.title")).isEqualTo("bunny");
            assertThat(word(ann, "navigator.mediaSession.playbackState")).isEqualTo("playing");

            ann.tab().page().evaluate("mediaKeys.pause()");
            ann.tab().awaitWords("The host plays and pauses for everyone.");
            host.cohost(host.tabOf("Ann"));
            ann.tab().awaitWords("You are a co-host");
            // A lock screen that is behind offers to play what plays already.
            ann.tab().page().evaluate("mediaKeys.play()");
            ann.tab().page().evaluate("mediaKeys.pause()");
            eventually().until(() -> number(ann, "screenLocks").intValue() == 0);
            assertThat(said).filteredOn(frame -> frame.contains("\"pause\"")).hasSize(1);
            assertThat(word(ann, "navigator.mediaSession.playbackState")).isEqualTo("paused");
        }
    }

    @Test
    void theFilmFloatsOverOtherWorkAndComesBack() {
        pair.show("float", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/float").join().awaitPicture(Film.BUNNY);

        ann.tab().button("Picture in picture").click();
        eventually().until(() -> floats(ann));

        ann.tab().button("Picture in picture").click();
        eventually().until(() -> !floats(ann));
    }

    @Test
    void twoTapsOnASideJumpTenSecondsAndAClickPlaysWhichATapDoesNot() {
        pair.show("taps", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/taps").join().awaitPicture(Film.BUNNY);
        CDPSession finger = ann.tab().page().context().newCDPSession(ann.tab().page());
        try (Host host = new Host(pair, "taps")) {
            host.lock(false);
        }
        ann.tab().page().locator("[aria-label=Play][aria-disabled=false]").waitFor();

        ann.tab().page().evaluate("addEventListener('click', () => { window.clicks = 1 + (window.clicks ?? 0); })");
        tap(finger, 640, 300);
        eventually().until(() -> Boolean.TRUE.equals(ann.tab().page().evaluate("window.clicks === 1")));
        assertThat(ann.player().paused()).isTrue();

        tapTwice(finger, 1150, 300);
        ann.awaitPausedAt(10, 0.5);

        tapTwice(finger, 100, 300);
        ann.awaitPausedAt(0, 0.5);

        // This computer has both.
        ann.tab().page().mouse().click(640, 300);
        ann.awaitPlaying(Film.BUNNY);
    }

    @Test
    void aDeviceWithoutANetworkIsToldFromALostConnection() {
        pair.show("offline", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann;
        try (SlowLine line = SlowLine.to(pair.front(), 10_000_000)) {
            ann = chromium.viewer(line.front(), "/r/offline").join().awaitPicture(Film.BUNNY);
            ann.tab().expectOutage();
            ann.tab().page().context().setOffline(true);
        }
        ann.tab().awaitWords("This device is offline");
        Look.at(ann.tab(), "viewer-offline");

        ann.tab().page().context().setOffline(false);
        ann.tab().awaitWords("Connection lost");
    }

    @Test
    void aPageFromBeforeAnUpgradeIsToldSoAndLoadedAgainByOneButton() {
        pair.show("old", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.stranger();
        AtomicBoolean upgraded = new AtomicBoolean(true);
        ann.tab().page().routeWebSocket(Pattern.compile("/ws/old$"), socket -> {
            WebSocketRoute service = socket.connectToServer();
            service.onMessage(frame -> {
                String text = frame.text();
                socket.send(upgraded.get() ? text.replace("\"protocol\":1", "\"protocol\":2") : text);
            });
        });
        ann.tab().open(pair.front().resolve("/r/old"));
        ann.tab().awaitWords("This page is out of date");
        ann.join().tab().awaitWords("Watchparty was upgraded meanwhile");
        Look.at(ann.tab(), "viewer-outdated");
        Look.byKeyboard(ann.tab());

        upgraded.set(false);
        ann.tab().button("Load the page again").click();
        ann.tab().awaitWords("Showing: bunny");
    }

    @Test
    void theBrowserFindsNoFaultInTheManifest() {
        Viewer ann = chromium.viewer(pair.front(), "/");
        JsonObject manifest =
                ann.tab().page().context().newCDPSession(ann.tab().page()).send("Page.getAppManifest");

        assertThat(manifest.get("url").getAsString()).endsWith("/manifest.webmanifest");
        assertThat(manifest.get("data").getAsString()).contains("\"name\": \"Watchparty\"");
        assertThat(manifest.getAsJsonArray("errors")).isEmpty();
    }

    private static void tap(CDPSession finger, int x, int y) {
        tap(finger, x, y, System.currentTimeMillis());
    }

    /// As quick as fingers are, however long it takes to tell the browser.
    private static void tapTwice(CDPSession finger, int x, int y) {
        long nowMs = System.currentTimeMillis();
        tap(finger, x, y, nowMs);
        tap(finger, x, y, nowMs + 100);
    }

    /// @param atMs what the page is told as the time of it, milliseconds since the epoch
    private static void tap(CDPSession finger, int x, int y, long atMs) {
        touch(finger, "touchStart", atMs, "[{\"x\": %d, \"y\": %d}]".formatted(x, y));
        touch(finger, "touchEnd", atMs, "[]");
    }

    private static void touch(CDPSession finger, String type, long atMs, String points) {
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.addProperty("timestamp", atMs / 1_000.0);
        event.add("touchPoints", JsonParser.parseString(points));
        finger.send("Input.dispatchTouchEvent", event);
    }

    /// Languages of the sound tracks that are on.
    private static String heard(Viewer viewer) {
        return String.valueOf(viewer.video().evaluate("""
                video => [...video.audioTracks].filter(each => each.enabled).map(each => each.language).join()"""));
    }

    private static boolean muted(Viewer viewer) {
        return Boolean.TRUE.equals(viewer.video().evaluate("video => video.muted"));
    }

    /// And counts from then on.
    private static void awaitFaded(Locator controls) {
        eventually().untilAsserted(() -> assertThat(controls.evaluate("""
                        controls => {
                          window.controlsCame = 0;
                          return controls.dataset.idle === undefined ? "coming" : getComputedStyle(controls).opacity;
                        }""")).isEqualTo("0"));
    }

    private static double volume(Viewer viewer) {
        return ((Number) viewer.video().evaluate("video => video.volume")).doubleValue();
    }

    private static void awaitFace(Viewer viewer, String icon, String title) {
        eventually().untilAsserted(() -> {
            assertThat(icon(viewer)).endsWith(icon);
            assertThat(viewer.tab().page().title()).isEqualTo(title);
        });
    }

    private static String icon(Viewer viewer) {
        return word(viewer, "document.querySelector('link[rel=icon]').href");
    }

    private static boolean floats(Viewer viewer) {
        return Boolean.TRUE.equals(viewer.tab().page().evaluate("document.pictureInPictureElement !== null"));
    }

    private static String word(Viewer viewer, String expression) {
        return String.valueOf(viewer.tab().page().evaluate(expression));
    }

    private static Number number(Viewer viewer, String expression) {
        return (Number) viewer.tab().page().evaluate(expression);
    }
}
