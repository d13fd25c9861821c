package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Tracing;
import dev.watchparty.skew.Recording;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The machine's own Chromium for the tests of one class. Each tab that a test opens is somebody else's: cookies,
/// storage and cache of its own, and the rules about sound that a stranger's browser has. It asks for nothing outside
/// the machine.
///
/// After a test all tabs are closed; what they complained about fails it, and a failed test leaves a picture of each
/// tab in `target/failures`, and a trace where it was run again.
public final class Chromium
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    /// A name of this machine's loopback address that browsers do not know for one: what is loaded from there over
    /// http is no secure context, as with an address of somebody's own network.
    static final String ELSEWHERE = "watchparty.example";

    /// What a Chromium is started with that asks for nothing outside the machine.
    public static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP " + ELSEWHERE
                    + " 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            "--autoplay-policy=document-user-activation-required");

    /// Tests that have failed: only where these are run again is a trace worth the eighth of the time that it takes.
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    private final Watches watches;
    private final List<String> switches;
    private final List<Tab> tabs = new ArrayList<>();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;
    private boolean again;

    /// What is kept of what pages do. Each costs them time.
    private enum Watches {
        FAILURES,
        PLAYERS,
        NOTHING
    }

    Chromium() {
        this(Watches.FAILURES, List.of());
    }

    private Chromium(Watches watches, List<String> switches) {
        this.watches = watches;
        this.switches = switches;
    }

    /// One in which [Viewer#recording] tells what players did. It takes no traces.
    public static Chromium recording() {
        return new Chromium(Watches.PLAYERS, List.of());
    }

    /// One that leaves its pages alone.
    public static Chromium bare() {
        return new Chromium(Watches.NOTHING, List.of());
    }

    /// One that has something which others have not.
    static Chromium with(String feature) {
        return new Chromium(Watches.FAILURES, List.of("--enable-blink-features=" + feature));
    }

    /// Someone who has never been here, before an empty tab.
    public Viewer stranger() {
        return strangerWhoReads("en-GB");
    }

    /// Someone who has never been here, with a browser in another language.
    Viewer strangerWhoReads(String language) {
        return new Viewer(tab(language));
    }

    /// Someone who has never been here, and opens a viewer's page.
    public Viewer viewer(URI front, String path) {
        Viewer viewer = stranger();
        viewer.tab().open(front.resolve(path));
        return viewer;
    }

    /// Someone who has never been here, with a tab that can be hidden; the caller closes it.
    BackgroundTab backgroundTab(URI address) {
        return BackgroundTab.open(running(), address);
    }

    /// Someone who has never been here, and opens the host's page.
    Admin admin(URI front) {
        return adminAt(front.resolve("/admin.html"));
    }

    /// Someone who has never been here, and opens the host's page of one room.
    Admin admin(URI front, String room) {
        return adminAt(front.resolve("/admin.html?room=" + room));
    }

    private Admin adminAt(URI address) {
        Tab tab = tab("en-GB");
        tab.open(address);
        return new Admin(tab);
    }

    private Tab tab(String language) {
        BrowserContext context = running()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(1280, 800)
                        .setLocale(language));
        switch (watches) {
            case FAILURES -> {
                if (again) {
                    context.tracing()
                            .start(new Tracing.StartOptions().setSnapshots(true).setScreenshots(false));
                }
            }
            case PLAYERS -> context.addInitScript(Recording.SCRIPT);
            case NOTHING -> {}
        }
        Page page = context.newPage();
        page.setDefaultTimeout((double) Waiting.PATIENCE.toMillis());
        page.setDefaultNavigationTimeout((double) Waiting.PATIENCE.toMillis());
        Tab tab = new Tab(page);
        tabs.add(tab);
        return tab;
    }

    private Browser running() {
        if (browser == null) {
            throw new IllegalStateException("no browser: register this extension in a static field");
        }
        return browser;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    /// Starts the browser.
    public Chromium start() {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        Tool.NODE.path().toString())));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Tool.CHROMIUM.path())
                        .setArgs(Stream.concat(ARGUMENTS.stream(), switches.stream())
                                .toList()));
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        again = FAILED.contains(context.getUniqueId());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean failed = context.getExecutionException().isPresent();
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < tabs.size(); i++) {
            Tab tab = tabs.get(i);
            complaints.addAll(tab.complaints());
            if (failed || !tab.complaints().isEmpty()) {
                Path evidence = Output.folder("failures")
                        .resolve(context.getRequiredTestClass().getSimpleName())
                        .resolve(context.getRequiredTestMethod().getName() + "-" + (i + 1));
                keep(tab, evidence);
            }
            tab.page().context().close();
        }
        tabs.clear();
        if (failed || !complaints.isEmpty()) {
            FAILED.add(context.getUniqueId());
        }
        if (!failed) {
            assertThat(complaints).as("what the pages complained about").isEmpty();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        // Playwright's end is its browsers' end.
        if (playwright != null) {
            playwright.close();
        }
    }

    /// Evidence is welcome, never another failure that hides the first.
    private void keep(Tab tab, Path evidence) {
        try {
            tab.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(evidence.resolveSibling(evidence.getFileName() + ".png"))
                            .setTimeout(5_000));
            if (watches == Watches.FAILURES && again) {
                tab.page()
                        .context()
                        .tracing()
                        .stop(new Tracing.StopOptions()
                                .setPath(evidence.resolveSibling(evidence.getFileName() + "-trace.zip")));
            }
        } catch (PlaywrightException e) {
            System.err.println("no evidence of " + evidence.getFileName() + ": " + e.getMessage());
        }
    }
}
