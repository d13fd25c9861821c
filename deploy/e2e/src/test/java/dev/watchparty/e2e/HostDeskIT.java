package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the host sees of the party at a glance, and how a film is found.
class HostDeskIT {

    /// How many pixels of a canvas have the colour of its first line.
    private static final String PIXELS_OF_THE_FIRST_LINE = """
            canvas => {
              const sample = canvas.getRootNode().querySelector(".line-1");
              if (!sample) return 0;
              const [r, g, b] = getComputedStyle(sample).color.match(/\\d+/g).map(Number);
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              let found = 0;
              for (let i = 0; i < data.length; i += 4) {
                if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) found++;
              }
              return found;
            }""";

    @RegisterExtension
    static final Pair pair = Pair.running(HostDeskIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void aFilmInAnyFolderIsFoundAndStagedByKeyboardAndThePlotsTellHowItGoes() {
        Film.BUNNY.putInto(pair.library(), "");
        Film.MIRRORED.putInto(pair.library(), "cartoons/Rückwärts");
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann");
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Page desk = admin.tab().page();

        admin.tab().button("Stage bunny.mp4").waitFor();
        desk.getByRole(AriaRole.SEARCHBOX).focus();
        desk.keyboard().type("RUCK mirr");
        // A pause in the typing is a question of its own, whose answer is not the last.
        eventually()
                .untilAsserted(() -> assertThat(
                                desk.locator("library-browser li .name").allTextContents())
                        .containsExactly("mirrored.mkv"));
        admin.tab().button("Stage mirrored.mkv").waitFor();
        admin.tab().awaitWords("cartoons/Rückwärts");
        desk.keyboard().press("ArrowDown");
        assertThat(focused(desk)).isEqualTo("Stage mirrored.mkv");
        desk.keyboard().press("Enter");
        ann.awaitPicture(Film.MIRRORED);
        desk.getByRole(AriaRole.SEARCHBOX).fill("nothing like it");
        admin.tab().awaitWords("No other folder holds “nothing like it”.");

        admin.play();
        ann.awaitPlaying(Film.MIRRORED);
        assertDrawn(desk.locator("viewer-plots live-plot").nth(0), "Ann: ");
        assertDrawn(desk.locator("viewer-plots live-plot").nth(1), "Ann: ");
        assertDrawn(desk.locator("uplink-panel live-plot"), "Used: ");
        assertThat(desk.locator("viewers-table td.browser").textContent()).matches("Chrome \\d+ · Linux");

        desk.setViewportSize(640, 800);
        eventually()
                .untilAsserted(() -> assertThat(desk.evaluate("""
                () => {
                  const plot = document.querySelector("admin-page").shadowRoot.querySelector("viewer-plots");
                  return plot.getBoundingClientRect().right <= innerWidth;
                }"""))
                        .as("plots as narrow as the page")
                        .isEqualTo(true));
    }

    /// A line on the canvas, and the same in words.
    private static void assertDrawn(Locator plot, String words) {
        eventually().untilAsserted(() -> {
            assertThat(plot.locator("li").first().textContent()).startsWith(words);
            assertThat(((Number) plot.locator("canvas").evaluate(PIXELS_OF_THE_FIRST_LINE)).intValue())
                    .as("pixels of the first line")
                    .isGreaterThan(20);
        });
    }

    /// What the element is called that has the keyboard, however deep it is.
    private static String focused(Page page) {
        return String.valueOf(page.evaluate("""
                () => {
                  let element = document.activeElement;
                  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
                  return element.getAttribute("aria-label");
                }"""));
    }
}
