package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server under test, behind the line.
final class Service implements AutoCloseable {

    private static final String KEY = "bench-admin-key";
    private static final String SECRET = "bench-peer-secret";
    private static final int TUNNEL = 100;
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final Place place;
    private final Client.Target target;
    private final HttpClient http = HttpClient.newHttpClient();

    private Service(Process process, Place place, String path) {
        this.process = process;
        this.place = place;
        this.target = place.target(path);
    }

    Client.Target target() {
        return target;
    }

    /// The media service, with a film staged.
    static Service media(Path home, Path folder, Place place, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "state");
        ProcessBuilder builder = place.process(
                        java(),
                        "-Xmx256m",
                        "-jar",
                        home.resolve("media-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("media-service-%d.log".formatted(place.listensAt()))
                .toFile());
        builder.environment()
                .putAll(Map.of(
                        "ADMIN_KEY",
                        KEY,
                        "WATCHPARTY_PEER_SECRET",
                        SECRET,
                        "WATCHPARTY_MEDIA_ROOT",
                        folder.resolve("media").toString(),
                        "WATCHPARTY_STATE_DIR",
                        state.toString(),
                        "WATCHPARTY_HOST",
                        "0.0.0.0",
                        "WATCHPARTY_PORT",
                        Integer.toString(place.listensAt())));
        builder.environment().putAll(settings);
        Service service = new Service(builder.start(), place, "/media/current");
        service.await("/q/health/ready");
        HttpResponse<String> staged =
                service.call("POST", "/api/stage", "{\"path\":\"film.mkv\",\"key\":\"" + KEY + "\"}");
        if (staged.statusCode() != 200) {
            throw new IOException("staging failed: " + staged.body());
        }
        return service;
    }

    /// nginx with one worker.
    static Service nginx(Path folder, Place place) throws IOException, InterruptedException {
        Path conf = folder.resolve("nginx.conf");
        Files.writeString(conf, """
                daemon off;
                %3$s
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx.log;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  types { video/x-matroska mkv; }
                  server { listen %2$d; root %1$s/media; }
                }
                """.formatted(folder, place.listensAt(), user()));
        Process process =
                place.process("nginx", "-c", conf.toString()).inheritIO().start();
        Service service = new Service(process, place, "/film.mkv");
        service.await("/film.mkv");
        return service;
    }

    /// A tunnel before this server.
    ///
    /// @param bufferBytes that its near end swallows
    Tunnel tunnel(Line line, int bufferBytes) throws IOException, InterruptedException {
        Place near = line.behind(TUNNEL);
        Process proxy = near.process(
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TunnelProxy.class.getName(),
                        Integer.toString(near.listensAt()),
                        Integer.toString(place.listensAt()),
                        Integer.toString(Tunnel.bufferOfEach(bufferBytes)))
                .inheritIO()
                .start();
        return Tunnel.open(proxy, near, target.path());
    }

    /// What the service takes the uplink for, in Mbit/s; 0 without a limit.
    double estimateMegabits() throws IOException, InterruptedException {
        Matcher figure = Pattern.compile("\"estimateBitsPerSecond\":(\\d+)")
                .matcher(call("GET", "/api/delivery", "").body());
        return figure.find() ? Long.parseLong(figure.group(1)) / 1e6 : 0;
    }

    /// Somebody opens the first page, and is given a cookie.
    Viewer welcome(String address) throws IOException, InterruptedException {
        String cookie = call("GET", "/", "")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("the service gives no cookie"));
        return new Viewer(address, cookie.substring(0, cookie.indexOf(';')));
    }

    /// Tells the service what pages say, as the sync service does.
    void tellViewers(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("POST", "/internal/viewers", body, SECRET);
        if (answer.statusCode() != 200) {
            throw new IOException("the viewers were not taken: " + answer.body());
        }
    }

    /// Responses that want to send and are not let yet.
    int waiting() throws IOException, InterruptedException {
        return gauge("waiting");
    }

    /// Responses under way.
    int responses() throws IOException, InterruptedException {
        return gauge("responses");
    }

    private int gauge(String name) throws IOException, InterruptedException {
        Matcher figure = Pattern.compile("(?m)^watchparty_uplink_" + name + "(?:\\{[^}]*})? ([0-9.E+]+)$")
                .matcher(call("GET", "/q/metrics", "").body());
        if (!figure.find()) {
            throw new IOException("the service does not tell how many responses there are: " + name);
        }
        return (int) Double.parseDouble(figure.group(1));
    }

    /// Bytes that the service has in use after a collection, on the heap and in buffers outside of it.
    double usedBytes() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 3; i++) {
            Commands.run(jcmd, Long.toString(process.pid()), "GC.run");
        }
        double sum = 0;
        Matcher figures = Pattern.compile("(?m)^jvm_(?:memory_used_bytes\\{area=\"heap\"|buffer_memory_used_bytes\\{)"
                        + "[^}]*} ([0-9.E+]+)$")
                .matcher(call("GET", "/q/metrics", "").body());
        while (figures.find()) {
            sum += Double.parseDouble(figures.group(1));
        }
        return sum;
    }

    /// Descriptors that the service has open; on Linux.
    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) open.count();
        }
    }

    /// Seconds of processor that the server has used.
    double cpuSeconds() throws IOException {
        return process.toHandle()
                                .info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos()
                        / 1e9
                + process.descendants()
                        .mapToDouble(child -> child.info()
                                        .totalCpuDuration()
                                        .orElse(Duration.ZERO)
                                        .toNanos()
                                / 1e9)
                        .sum();
    }

    private void await(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                if (call("HEAD", path, "").statusCode() < 500) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IOException("the server does not answer at " + target, e);
                }
            }
            Thread.sleep(200);
        }
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return call(method, path, body, KEY);
    }

    private HttpResponse<String> call(String method, String path, String body, String bearer)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + target.host() + ":" + target.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// nginx's workers read the film of whoever runs the benchmark; who is not root cannot choose.
    private static String user() {
        return System.getProperty("user.name").equals("root") ? "user root;" : "";
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
        http.close();
    }
}
