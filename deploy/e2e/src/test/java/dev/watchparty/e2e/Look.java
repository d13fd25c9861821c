package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotScale;
import com.microsoft.playwright.options.ScreenshotType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;

/// Looks at a page in one of its states: on screens from a small telephone to a television, in the dark and in the
/// light. Each look leaves a picture in `target/screenshots`.
final class Look {

    private record Size(int width, int height) {}

    private static final Duration SETTLES = Duration.ofSeconds(10);

    private static final Size USUAL = new Size(1280, 800);
    private static final List<Size> SIZES =
            List.of(new Size(320, 640), new Size(768, 1024), USUAL, new Size(3840, 2160));

    private static final String DRAWN =
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    private Look() {}

    /// Fails with all that is wrong with the page at any size.
    ///
    /// @param state what the page shows, for the pictures' names
    static void at(Tab tab, String state) {
        Page page = tab.page();
        SoftAssertions good = new SoftAssertions();
        paint(page, ColorScheme.LIGHT);
        good.assertThat(Axe.violations(page)).as("axe, %s, light", state).isEmpty();
        paint(page, ColorScheme.DARK);
        // Colours are all that differs.
        good.assertThat(Axe.violationsOf(page, "color-contrast"))
                .as("axe, %s, dark", state)
                .isEmpty();
        for (Size size : SIZES) {
            page.setViewportSize(size.width(), size.height());
            // Controls that are out of sight could not be looked at.
            page.mouse().move(size.width() / 2.0, size.height() / 3.0);
            page.evaluate(DRAWN);
            good.assertThat(settled(page, Layout::faults))
                    .as("layout, %s, %d px wide", state, size.width())
                    .isEmpty();
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Output.folder("screenshots").resolve("%s-%d.jpeg".formatted(state, size.width())))
                    .setType(ScreenshotType.JPEG)
                    .setQuality(80)
                    .setFullPage(true)
                    .setScale(ScreenshotScale.CSS)
                    .setAnimations(ScreenshotAnimations.DISABLED));
        }
        page.setViewportSize(USUAL.width(), USUAL.height());
        page.evaluate(DRAWN);
        good.assertAll();
    }

    private static void paint(Page page, ColorScheme scheme) {
        // Colours that are on their way from one scheme to the other are neither's.
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        page.evaluate(DRAWN);
    }

    /// What is wrong and stays so: pages draw some of what they show a moment later, and some comes and goes.
    private static List<String> settled(Page page, Function<Page, List<String>> look) {
        long deadlineNanos = System.nanoTime() + SETTLES.toNanos();
        List<String> faults = look.apply(page);
        while (!faults.isEmpty() && System.nanoTime() < deadlineNanos) {
            page.evaluate(DRAWN);
            faults = look.apply(page);
        }
        return faults;
    }

    /// Fails where the keyboard alone does not reach a control, or does not show where it is.
    static void byKeyboard(Tab tab) {
        assertThat(settled(tab.page(), FocusWalk::faults)).isEmpty();
    }
}
