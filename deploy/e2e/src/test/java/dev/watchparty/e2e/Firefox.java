package dev.watchparty.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The machine's own Firefox for the tests of one class, with a fresh profile. It asks for nothing outside the machine.
/// What its pages complained about fails the test.
final class Firefox implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /// Every name is this machine's: updates, settings and telemetry find nobody.
    private static final String PREFERENCES = """
            user_pref("network.dns.forceResolve", "127.0.0.1");
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("app.normandy.enabled", false);
            """;

    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    private @Nullable Path folder;
    private @Nullable Process process;
    private @Nullable BiDi session;
    private final List<FirefoxTab> tabs = new ArrayList<>();

    /// Someone who has never been here, and opens a viewer's page.
    FirefoxTab viewer(URI front, String path) {
        FirefoxTab tab = FirefoxTab.open(
                Objects.requireNonNull(session, "no browser: register this extension in a static field"),
                front.resolve(path));
        tabs.add(tab);
        return tab;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("watchparty-firefox-");
        Path profile = Files.createDirectory(folder.resolve("profile"));
        Files.writeString(profile.resolve("user.js"), PREFERENCES, UTF_8);
        Path log = folder.resolve("firefox.log");
        process = new ProcessBuilder(
                        Tool.FIREFOX.path().toString(),
                        "--headless",
                        "--no-remote",
                        "--profile",
                        profile.toString(),
                        "--remote-debugging-port",
                        "0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Waiting.eventually()
                .untilAsserted(
                        () -> assertThat(listening(log).find()).as("%s", log).isTrue());
        Matcher listening = listening(log);
        assertThat(listening.find()).isTrue();
        session = BiDi.to(URI.create(listening.group(1)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        tabs.forEach(FirefoxTab::close);
        tabs.clear();
        if (context.getExecutionException().isEmpty() && session != null) {
            assertThat(session.errors()).as("what the pages complained about").isEmpty();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        if (session != null) {
            session.close();
        }
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
        if (folder != null) {
            Trees.delete(folder);
        }
    }

    private static Matcher listening(Path log) {
        try {
            return LISTENING.matcher(Files.readString(log, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
