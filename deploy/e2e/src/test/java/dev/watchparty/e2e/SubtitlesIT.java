package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Subtitles beside the film and of one's own, which each viewer chooses alone.
class SubtitlesIT {

    private static final String ENGLISH = srt("A bird <i>laughs</i>");
    private static final String GERMAN = srt("Ein Vogel lacht über\nsich");
    private static final String OWN = srt("Größe & <b>Mut</b>");

    /// Object URLs that were made and not revoked.
    private static final String COUNT_OBJECT_URLS = """
            (() => {
              window.objectUrls = 0;
              const { createObjectURL, revokeObjectURL } = URL;
              URL.createObjectURL = object => {
                window.objectUrls++;
                return createObjectURL.call(URL, object);
              };
              URL.revokeObjectURL = url => {
                window.objectUrls--;
                revokeObjectURL.call(URL, url);
              };
            })();""";

    @RegisterExtension
    static final Pair pair = Pair.running(SubtitlesIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @BeforeAll
    static void putFilms() throws IOException {
        Film.BUNNY.putInto(pair.library(), "");
        Film.MIRRORED.putInto(pair.library(), "");
        Film.INDEX_LAST.putInto(pair.library(), "");
        Files.writeString(pair.library().resolve("bunny.en.srt"), ENGLISH);
        Files.writeString(pair.library().resolve("bunny.de.srt"), GERMAN);
        Files.writeString(pair.library().resolve("mirrored.de.srt"), srt("Gespiegelt"));
    }

    @Test
    void eachViewerChoosesAndTheLanguageIsRememberedForTheNextFilmAndTheNextVisit() {
        pair.show("choice", Film.BUNNY.fileName());
        Viewer ann = chromium.viewer(pair.front(), "/r/choice").join().awaitPicture(Film.BUNNY);
        Viewer ben = chromium.viewer(pair.front(), "/r/choice").join().awaitPicture(Film.BUNNY);
        assertThat(cues(ann)).isEmpty();

        openMenu(ann).getByLabel("German").check();
        awaitCues(ann, "Ein Vogel lacht über\nsich");
        assertThat(cues(ben)).isEmpty();

        pair.show("choice", Film.MIRRORED.fileName());
        ann.awaitPicture(Film.MIRRORED);
        awaitCues(ann, "Gespiegelt");

        ann.tab().page().reload();
        ann.join().awaitPicture(Film.MIRRORED);
        awaitCues(ann, "Gespiegelt");

        openMenu(ann).getByLabel("Off").check();
        awaitCues(ann);
        ann.tab().page().keyboard().press("c");
        awaitCues(ann, "Gespiegelt");
        ann.tab().page().keyboard().press("c");
        awaitCues(ann);
    }

    @Test
    void theyStayWhereTheFilmIsLoadedAgainAndAreDrawnAboveTheControls() {
        String etag = pair.show("again", Film.BUNNY.fileName());
        try (Host host = new Host(pair, "again")) {
            Viewer ann = chromium.viewer(pair.front(), "/r/again").join().awaitPicture(Film.BUNNY);
            openMenu(ann).getByLabel("English").check();
            awaitCues(ann, "A bird laughs");
            assertThat(ann.tab().page().locator("subtitle-cues i").textContent())
                    .isEqualTo("laughs");
            eventually()
                    .untilAsserted(() -> assertThat(bottomOf(ann, "subtitle-cues p"))
                            .isLessThanOrEqualTo(topOf(ann, "player-controls .bar")));
            double above = bottomOf(ann, "subtitle-cues p");

            ann.watchLoads();
            host.load(etag);
            eventually().until(() -> ann.loads() > 0);
            ann.awaitPicture(Film.BUNNY);
            awaitCues(ann, "A bird laughs");

            ann.tab().page().keyboard().press("Escape");
            ann.tab().page().mouse().click(640, 300);
            host.play();
            eventually()
                    .untilAsserted(
                            () -> assertThat(bottomOf(ann, "subtitle-cues p")).isGreaterThan(above + 20));
        }
    }

    @Test
    void aFileOfOnesOwnIsShownAndStaysLocalUntilAnotherFilmIsOn() {
        pair.show("own", Film.INDEX_LAST.fileName());
        Viewer ann = chromium.stranger();
        ann.tab().page().addInitScript(COUNT_OBJECT_URLS);
        ann.tab().open(pair.front().resolve("/r/own"));
        ann.join().awaitPicture(Film.INDEX_LAST);
        ann.tab().page().getByLabel("Position in the film").waitFor();
        ann.tab().page().keyboard().press("c");
        ann.tab().awaitWords("This film has no subtitles.");

        drop(ann, "own.srt", OWN.getBytes(Charset.forName("windows-1252")));
        awaitCues(ann, "Größe & Mut");
        assertThat(ann.tab().page().locator("track").getAttribute("src")).startsWith("blob:");

        drop(ann, "endless.srt", srt("A".repeat(20_000)).getBytes(StandardCharsets.US_ASCII));
        awaitCues(ann, "A".repeat(499) + "…");
        drop(ann, "lines.srt", srt("line\n".repeat(90)).getBytes(StandardCharsets.US_ASCII));
        awaitCues(ann, "line\n".repeat(89) + "line");
        assertThat(topOf(ann, "subtitle-cues .bottom")).isGreaterThan(200);
        drop(ann, "own.srt", OWN.getBytes(Charset.forName("windows-1252")));
        awaitCues(ann, "Größe & Mut");

        drop(ann, "picture.png", new byte[] {1, 2, 3});
        ann.tab().awaitWords("That is no subtitle file: it has to end in .srt or .vtt.");
        drop(ann, "garbage.srt", new byte[4_096]);
        ann.tab().awaitWords("There are no subtitles in that file.");
        drop(ann, "large.srt", new byte[(2 << 20) + 1]);
        ann.tab().awaitWords("it is larger than 2 MiB.");
        awaitCues(ann, "Größe & Mut");

        choose(
                ann,
                new FilePayload(
                        "<b>other</b>.vtt",
                        "text/vtt",
                        "WEBVTT\n\n00:00.000 --> 01:00.000\nOther".getBytes(StandardCharsets.UTF_16)));
        awaitCues(ann, "Other");
        openMenu(ann).getByLabel("<b>other</b>.vtt").waitFor();
        assertThat(objectUrls(ann)).as("object URLs").isOne();

        pair.show("own", Film.BUNNY.fileName());
        ann.awaitPicture(Film.BUNNY);
        awaitCues(ann);
        assertThat(objectUrls(ann)).as("object URLs").isZero();
    }

    @Test
    void whereTheFilmHasNoneAFileOfOnesOwnIsChosenWithoutDropping() {
        pair.show("bare", Film.INDEX_LAST.fileName());
        Viewer ann = chromium.viewer(pair.front(), "/r/bare").join().awaitPicture(Film.INDEX_LAST);
        ann.tab().page().getByLabel("Position in the film").waitFor();

        choose(
                ann,
                new FilePayload("own.srt", "application/x-subrip", srt("Mine").getBytes(StandardCharsets.UTF_8)));
        awaitCues(ann, "Mine");
        assertThat(ann.tab().page().getByLabel("own.srt").isChecked()).isTrue();
    }

    @Test
    void theKeyboardAloneOpensChoosesAndLeavesTheMenu() {
        pair.show("keys", Film.BUNNY.fileName());
        Viewer ann = chromium.viewer(pair.front(), "/r/keys").join().awaitPicture(Film.BUNNY);
        ann.tab()
                .page()
                .getByLabel("German")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        ann.tab().page().getByLabel("Position in the film").waitFor();

        ann.tab().button("Subtitles").focus();
        ann.tab().page().keyboard().press("Enter");
        ann.tab().page().keyboard().press("ArrowDown");
        awaitCues(ann, "Ein Vogel lacht über\nsich");
        ann.tab().page().keyboard().press("ArrowDown");
        awaitCues(ann, "A bird laughs");
        ann.tab().page().keyboard().press("Escape");
        assertThat(ann.tab().page().getByLabel("Off").isVisible()).isFalse();
        assertThat(ann.player().positionSeconds())
                .as("arrows moved the film, too")
                .isZero();
        assertThat(ann.tab().page().locator("subtitles-menu button:focus").count())
                .isOne();
    }

    private static Locator openMenu(Viewer viewer) {
        open(viewer);
        return viewer.tab().page().getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Subtitles"));
    }

    private static void open(Viewer viewer) {
        Page page = viewer.tab().page();
        Locator button = viewer.tab().button("Subtitles");
        if ("false".equals(button.getAttribute("aria-expanded"))) {
            page.mouse().move(600, 300);
            page.mouse().move(610, 310);
            button.click();
        }
    }

    /// As somebody does who can drop nothing on a page, with a telephone in the hand.
    private static void choose(Viewer viewer, FilePayload file) {
        open(viewer);
        viewer.tab()
                .page()
                .waitForFileChooser(
                        () -> viewer.tab().button("Choose a file of your own").click())
                .setFiles(file);
    }

    private static int objectUrls(Viewer viewer) {
        return ((Number) viewer.tab().page().evaluate("objectUrls")).intValue();
    }

    private static void awaitCues(Viewer viewer, String... texts) {
        eventually().untilAsserted(() -> assertThat(cues(viewer)).containsExactly(texts));
    }

    private static List<String> cues(Viewer viewer) {
        return viewer.tab().page().locator("subtitle-cues p").allTextContents();
    }

    private static double topOf(Viewer viewer, String selector) {
        return viewer.tab().page().locator(selector).boundingBox().y;
    }

    private static double bottomOf(Viewer viewer, String selector) {
        var box = viewer.tab().page().locator(selector).boundingBox();
        return box.y + box.height;
    }

    private static void drop(Viewer viewer, String name, byte[] bytes) {
        viewer.video()
                .evaluate("""
                        (video, { name, bytes }) => {
                          const content = Uint8Array.from(atob(bytes), character => character.charCodeAt(0));
                          const dataTransfer = new DataTransfer();
                          dataTransfer.items.add(new File([content], name));
                          const event = { dataTransfer, bubbles: true, composed: true, cancelable: true };
                          video.dispatchEvent(new DragEvent("dragover", event));
                          video.dispatchEvent(new DragEvent("drop", event));
                        }""", Map.of("name", name, "bytes", Base64.getEncoder().encodeToString(bytes)));
    }

    private static String srt(String text) {
        return "1\n00:00:00,000 --> 00:01:00,000\n" + text + "\n";
    }
}
