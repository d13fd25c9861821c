package dev.watchparty.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `./watchparty` with the real services: the launcher's own tests try every turn of it with stand-ins.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the start script of Windows is another one")
class LauncherIT {

    private static final JsonMapper JSON = new JsonMapper();
    /// Two JVMs start, on a machine that may have no core to spare.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Path output;
    private Process launcher;

    @BeforeEach
    void start() throws IOException {
        output = folder.resolve("output");
        ProcessBuilder builder = Project.ofNobody(new ProcessBuilder(
                        Project.file("watchparty").toString(),
                        "--no-build",
                        "--host=127.0.0.1",
                        "--port=0",
                        "--sync-port=0",
                        "--media=" + Files.createDirectory(folder.resolve("films")),
                        "--state=" + folder.resolve("state"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
        // The poorest locale there is: what works under it works under all.
        builder.environment().put("LC_ALL", "C");
        launcher = builder.start();
        // The last line of what it says of itself.
        await().atMost(PATIENCE).until(() -> printed().contains("  Media  ") || !launcher.isAlive());
        assertThat(launcher.isAlive()).as(printed()).isTrue();
    }

    @AfterEach
    void stop() {
        List<ProcessHandle> services = services();
        launcher.destroyForcibly();
        services.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void runsThePairUntilItIsToldToEnd() throws Exception {
        List<ProcessHandle> services = services();
        assertThat(services).hasSize(2);
        String front = found("Viewers +(http://\\S+)");
        String key = found("Admin key +(\\S+)");

        assertThat(get(front, Optional.empty()).statusCode()).isEqualTo(200);
        assertThat(get(found("Admin +(http://\\S+)"), Optional.empty()).statusCode())
                .isEqualTo(200);
        HttpResponse<String> library = get(front + "api/media", Optional.of(key));
        assertThat(library.statusCode()).isEqualTo(200);
        assertThat(library.body()).isEqualTo("[]");

        assertOptionsOfTheContainers(services);
        // The program by which an image tells its health.
        assertThat(healthy(port(front))).isZero();
        assertThat(healthy(port(found("(http://\\S+)", log("sync"))))).isZero();
        Files.delete(folder.resolve("films"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(healthy(port(front))).isEqualTo(1));

        launcher.destroy();

        assertThat(launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(143);
        assertThat(services).noneMatch(ProcessHandle::isAlive);
        for (String service : List.of("media", "sync")) {
            assertThat(log(service))
                    .as("ended in order")
                    .contains("watchparty-" + service + " stopped in")
                    .doesNotContain(" ERROR ", "Exception");
        }
        assertThat(healthy(port(front))).isEqualTo(1);
    }

    @Test
    void findsAFilmWhateverTheLettersOfItsName() throws Exception {
        String name = "Größe – 東京物語.mkv";
        put(name, "film");
        String front = found("Viewers +(http://\\S+)");
        String key = found("Admin key +(\\S+)");

        JsonNode library =
                JSON.readTree(get(front + "api/media", Optional.of(key)).body());
        assertThat(library.findValuesAsText("name")).containsExactly(name);
        HttpResponse<String> staged =
                stage(front, key, library.get(0).path("path").asText());
        assertThat(staged.statusCode()).as(staged.body()).isEqualTo(200);
        assertThat(get(front + "media/current", Optional.empty()).body()).isEqualTo("film");
    }

    @Test
    void leavesNothingBehindWhenItIsKilled() {
        List<ProcessHandle> services = services();

        launcher.destroyForcibly();

        await().atMost(PATIENCE).until(() -> services.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void assertOptionsOfTheContainers(List<ProcessHandle> services) {
        for (String module : List.of("media-service", "sync-service")) {
            List<String> entrypoint =
                    Dockerfile.of("deploy/" + module + "/Dockerfile.jvm").entrypoint();
            List<String> options = entrypoint.subList(1, entrypoint.indexOf("-jar"));

            assertThat(services)
                    .extracting(service -> List.of(service.info().arguments().orElseThrow()))
                    .filteredOn(arguments -> arguments.toString().contains(module))
                    .singleElement()
                    .satisfies(arguments ->
                            assertThat(arguments.subList(0, options.size())).isEqualTo(options));
        }
    }

    private static int healthy(String port) {
        try {
            Process program = new ProcessBuilder(Project.file("deploy/healthy").toString(), port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return program.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Puts a file among the films, under a name that this JVM itself may not be able to say.
    private void put(String name, String content) throws Exception {
        StringBuilder octal = new StringBuilder();
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            octal.append("\\%03o".formatted(letter & 0xff));
        }
        Process shell = new ProcessBuilder("sh", "-c", "printf '" + content + "' > \"$(printf '" + octal + "')\"")
                .directory(folder.resolve("films").toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    private static HttpResponse<String> stage(String front, String key, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(front + "api/stage"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.createObjectNode().put("path", path).toString()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> get(String address, Optional<String> key) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
        key.ifPresent(presented -> request.header("Authorization", "Bearer " + presented));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private List<ProcessHandle> services() {
        return launcher.children().toList();
    }

    private String found(String pattern) {
        return found(pattern, printed());
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private static String port(String address) {
        return Integer.toString(URI.create(address).getPort());
    }

    private String log(String service) throws IOException {
        return Files.readString(folder.resolve("state/logs/" + service + ".log"));
    }

    private String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
