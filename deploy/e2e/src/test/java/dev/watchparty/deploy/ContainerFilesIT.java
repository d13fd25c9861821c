package dev.watchparty.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The container files against what the services say of themselves. No engine is needed: whatever a file names, a
/// setting, a port, a path, another service, has to exist where it is said to.
class ContainerFilesIT {

    private static final String MEDIA = "media-service";
    private static final String SYNC = "sync-service";
    private static final List<String> TUNNELS = List.of("cloudflared", "quick");
    private static final Map<String, Object> COMPOSE = Project.yaml("deploy/compose.yaml");

    static Stream<Dockerfile> dockerfiles() {
        return Stream.of(MEDIA, SYNC)
                .flatMap(module -> Stream.of("jvm", "native")
                        .map(kind -> Dockerfile.of("deploy/" + module + "/Dockerfile." + kind)));
    }

    @ParameterizedTest
    @ValueSource(strings = {MEDIA, SYNC})
    void composeSetsOnlyWhatTheServiceKnowsAndAllThatItNeeds(String module) {
        ServiceSettings known = ServiceSettings.of(module);
        Map<String, String> set = environment(module);

        assertThat(set.keySet())
                .isSubsetOf(known.all().stream()
                        .map(ServiceSettings.Setting::variable)
                        .toList());
        assertThat(set.keySet())
                .containsAll(known.all().stream()
                        .filter(ServiceSettings.Setting::required)
                        .map(ServiceSettings.Setting::variable)
                        .toList());
    }

    @Test
    void secretsComeFromThePersonAndAreRequired() {
        for (String module : List.of(MEDIA, SYNC)) {
            for (String secret : List.of("ADMIN_KEY", "WATCHPARTY_PEER_SECRET")) {
                assertThat(environment(module).get(secret)).startsWith("${" + secret + ":?");
            }
        }
    }

    @Test
    void everyVariableOfComposeStandsInTheExample() {
        Matcher names = Pattern.compile("\\$\\{([A-Z_]+)").matcher(Project.text("deploy/compose.yaml"));
        Set<String> used = names.results().map(name -> name.group(1)).collect(Collectors.toSet());
        Set<String> offered = Pattern.compile("(?m)^#?([A-Z_]+)=")
                .matcher(Project.text("deploy/.env.example"))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());

        assertThat(offered).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({
        MEDIA + ", WATCHPARTY_HOST, WATCHPARTY_PORT, " + SYNC,
        SYNC + ", WATCHPARTY_SYNC_HOST, WATCHPARTY_SYNC_PORT, " + MEDIA
    })
    void oneNumberForAServicesPort(String module, String host, String portVariable, String peer) {
        String port = environment(module).get(portVariable);

        assertThat(ServiceSettings.of(module).find(portVariable).orElseThrow().fallback())
                .as("the port that a person finds everywhere else")
                .hasValue(port);
        assertThat(environment(module)).containsEntry(host, "0.0.0.0");
        assertThat(environment(peer)).containsEntry("WATCHPARTY_PEER_URL", "http://" + module + ":" + port);
        assertThat(healthCheck(module)).containsExactly("CMD", "healthy", port);
        for (String kind : List.of("jvm", "native")) {
            assertThat(Dockerfile.of("deploy/" + module + "/Dockerfile." + kind).ofImage("EXPOSE"))
                    .containsExactly(port);
        }
    }

    @Test
    void onlyTheFrontDoorIsPublishedAndToThisMachineAlone() {
        String port = environment(MEDIA).get("WATCHPARTY_PORT");
        assertThat(list(service(MEDIA), "ports"))
                .containsExactly("${PUBLISH_ADDRESS:-127.0.0.1}:${PUBLISH_PORT:-" + port + "}:" + port);
        assertThat(services())
                .allSatisfy((name, service) -> assertThat(name.equals(MEDIA) || !service.containsKey("ports"))
                        .as(name)
                        .isTrue());
    }

    @Test
    void mediaIsReadOnlyAndStateIsAVolumeOfBoth() {
        assertThat(list(service(MEDIA), "volumes"))
                .containsExactlyInAnyOrder(
                        "${MEDIA_DIR:-../media}:" + environment(MEDIA).get("WATCHPARTY_MEDIA_ROOT") + ":ro",
                        "state:" + environment(MEDIA).get("WATCHPARTY_STATE_DIR"));
        assertThat(list(service(SYNC), "volumes"))
                .containsExactly("state:" + environment(SYNC).get("WATCHPARTY_STATE_DIR"));
        assertThat(map(COMPOSE, "volumes")).containsOnlyKeys("state");
        dockerfiles()
                .forEach(file -> assertThat(file.ofImage("RUN"))
                        .as("the folder that gives the volume its owner, in %s", file.path())
                        .contains("mkdir -p /state && chown 1001:0 /state"));
    }

    @Test
    void everyContainerIsConfined() {
        assertThat(services())
                .containsOnlyKeys(MEDIA, SYNC, "cloudflared", "quick")
                .allSatisfy((name, service) -> {
                    assertThat(service)
                            .as(name)
                            .containsEntry("read_only", true)
                            .containsEntry("cap_drop", List.of("ALL"))
                            .containsEntry("security_opt", List.of("no-new-privileges:true"))
                            .containsKeys("mem_limit", "pids_limit", "logging", "healthcheck")
                            .doesNotContainKeys("privileged", "cap_add", "user");
                });
    }

    @Test
    void onlyProxiesAreTrusted() {
        String subnet = Objects.toString(map(list(map(map(map(COMPOSE, "networks"), "party"), "ipam"), "config")
                        .getFirst())
                .get("subnet"));
        assertThat(subnet).endsWith(".0/24");
        assertThat(services().keySet())
                .allSatisfy(name -> assertThat(address(name)).startsWith(subnet.replace("0/24", "")))
                .extracting(ContainerFilesIT::address)
                .doesNotHaveDuplicates();

        assertThat(trusted(MEDIA)).containsExactlyInAnyOrder(address("cloudflared"), address("quick"));
        assertThat(trusted(SYNC)).containsExactlyInAnyOrder(address(MEDIA), address("cloudflared"));
    }

    @Test
    void tunnelsStartByProfileAfterHealthyServices() {
        assertThat(list(service("cloudflared"), "profiles")).containsExactly("tunnel");
        assertThat(list(service("quick"), "profiles")).containsExactly("quick");
        assertThat(List.of(MEDIA, SYNC)).noneMatch(name -> service(name).containsKey("profiles"));
        for (String tunnel : TUNNELS) {
            assertThat(map(service(tunnel), "depends_on"))
                    .containsEntry(MEDIA, Map.of("condition", "service_healthy"))
                    .containsEntry(SYNC, Map.of("condition", "service_healthy"));
        }
        assertThat(list(service("quick"), "command"))
                .containsSequence(
                        "--url", "http://" + MEDIA + ":" + environment(MEDIA).get("WATCHPARTY_PORT"));
        assertThat(environment("cloudflared")).containsKey("TUNNEL_TOKEN");
        assertThat(list(service("cloudflared"), "volumes"))
                .containsExactly("./cloudflared/config.yml:/etc/cloudflared/config.yml:ro");
        assertThat(list(service("cloudflared"), "command"))
                .containsExactly("tunnel", "--config", "/etc/cloudflared/config.yml", "run");
        assertThat(healthCheck("cloudflared"))
                .contains(
                        "ready",
                        Objects.toString(
                                Project.yaml("deploy/cloudflared/config.yml").get("metrics")));
    }

    @ParameterizedTest
    @CsvSource({
        "/, http://media-service:3000",
        "/admin.html, http://media-service:3000",
        "/media/current, http://media-service:3000",
        "/api/rooms, http://media-service:3000",
        "/wsx, http://media-service:3000",
        "/quiet, http://media-service:3000",
        "/ws, http://sync-service:3001",
        "/ws/, http://sync-service:3001",
        "/ws/friends, http://sync-service:3001",
        "/internal/stage, http_status:404",
        "/q/health, http_status:404",
        "/q/metrics, http_status:404",
    })
    void tunnelSendsEachPathWhereItBelongs(String path, String expected) {
        Map<String, Object> matching = ingress().stream()
                .filter(rule -> !rule.containsKey("path")
                        || Pattern.compile(Objects.toString(rule.get("path")))
                                .matcher(path)
                                .find())
                .findFirst()
                .orElseThrow();

        assertThat(matching).containsEntry("service", expected);
    }

    @Test
    void tunnelsRulesNameServicesThatExistAndEndWithACatchAll() {
        assertThat(ingress())
                .extracting(rule -> Objects.toString(rule.get("service")))
                .filteredOn(service -> !service.startsWith("http_status:"))
                .containsExactlyInAnyOrder(
                        environment(MEDIA).get("WATCHPARTY_PEER_URL"),
                        environment(SYNC).get("WATCHPARTY_PEER_URL"));
        assertThat(ingress().getLast()).isEqualTo(Map.of("service", "http_status:404"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void imagesHoldWhatTheBuildLeaves(Dockerfile file) throws IOException {
        List<String> built = file.copiedFrom("build")
                .map(path -> path.replaceFirst("^/build/", ""))
                .toList();
        assertThat(built).isNotEmpty();
        if (file.path().endsWith(".native")) {
            // Nothing builds a native binary here; its name is Quarkus's: the module's artifact and "-runner".
            String module = file.path().split("/", -1)[1];
            assertThat(built).containsExactly(module + "/target/*-runner");
            assertThat(Project.text(module + "/src/main/resources/application.properties"))
                    .doesNotContain("quarkus.package.output-name", "runner-suffix");
        } else {
            assertThat(built).allSatisfy(path -> assertThat(Project.file(path)).exists());
            String module = built.getFirst().substring(0, built.getFirst().indexOf('/'));
            try (Stream<Path> parts = Files.list(Project.file(module + "/target/quarkus-app"))) {
                assertThat(parts.filter(part -> !part.toString().endsWith(".txt"))
                                .map(part -> Project.HOME.relativize(part).toString()))
                        .as("the whole application is copied")
                        .containsExactlyInAnyOrderElementsOf(built);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void imagesAreBuiltFromWhatDockerIsGiven(Dockerfile file) {
        assertThat(file.copiedFromContext().filter(source -> !source.equals(".")))
                .containsExactly("deploy/healthy")
                .allSatisfy(source -> {
                    assertThat(Project.file(source)).isExecutable();
                    assertThat(isGivenToDocker(source)).as(source).isTrue();
                });
        assertThat(file.all("COPY")).contains(". .");
        for (String needed : List.of(
                "pom.xml",
                ".mvn/jvm.config",
                "media-service/pom.xml",
                "sync-service/src/main/resources/application.properties",
                "web-ui/package-lock.json",
                "deploy/launcher/pom.xml",
                "deploy/e2e/pom.xml")) {
            assertThat(Project.file(needed)).exists();
            assertThat(isGivenToDocker(needed)).as(needed).isTrue();
        }
        for (String kept : List.of(
                ".git/config",
                "state/admin-key",
                "media/film.mkv",
                "deploy/.env",
                "web-ui/node_modules/vite/x",
                "web-ui/target/x")) {
            assertThat(isGivenToDocker(kept)).as(kept).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void everyModuleIsThereWhenMavenReadsTheParent(Dockerfile file) {
        Matcher modules = Pattern.compile("<module>(.*?)</module>").matcher(Project.text("pom.xml"));
        assertThat(modules.results().map(module -> module.group(1) + "/pom.xml"))
                .isNotEmpty()
                .allSatisfy(pom -> assertThat(isGivenToDocker(pom)).as(pom).isTrue());
        assertThat(file.path()).startsWith("deploy/");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void imagesRunAsNobodyInParticularOnTheJdkOfTheBuild(Dockerfile file) {
        assertThat(file.ofImage("USER")).containsExactly("1001");
        assertThat(file.ofImage("ENV")).as("films of any name are found").containsExactly("LC_ALL=C.UTF-8");
        String java = Pattern.compile("<java.version>(\\d+)<")
                .matcher(Project.text("pom.xml"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(file.all("FROM"))
                .contains(
                        file.path().endsWith(".native")
                                ? "quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-" + java + " AS build"
                                : "eclipse-temurin:" + java + "-jre")
                .contains("maven:3.9-eclipse-temurin-" + java
                        + (file.path().endsWith(".native") ? " AS maven" : " AS build"));
        assertThat(file.all("RUN"))
                .anyMatch(command -> command.contains("mvn -B")
                        && command.contains(" package")
                        && command.contains("-Dnative") == file.path().endsWith(".native"));
    }

    private static boolean isGivenToDocker(String path) {
        boolean given = true;
        for (String line : Project.text(".dockerignore").lines().toList()) {
            boolean exception = line.startsWith("!");
            String pattern = exception ? line.substring(1) : line;
            if (!line.startsWith("#") && matchesOrLiesBelow(pattern, path)) {
                given = exception;
            }
        }
        return given;
    }

    /// As Docker does: a pattern that fits a folder fits all below it; `**/` also fits nothing.
    private static boolean matchesOrLiesBelow(String pattern, String path) {
        String glob = pattern.startsWith("**/") ? "{**/,}" + pattern.substring(3) : pattern;
        for (Path part = Path.of(path); part != null; part = part.getParent()) {
            if (FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(part)) {
                return true;
            }
        }
        return false;
    }

    private static List<Map<String, Object>> ingress() {
        return list(Project.yaml("deploy/cloudflared/config.yml"), "ingress").stream()
                .map(ContainerFilesIT::map)
                .toList();
    }

    private static Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new TreeMap<>();
        map(COMPOSE, "services").forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    private static Map<String, Object> service(String name) {
        return map(map(COMPOSE, "services"), name);
    }

    private static Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        map(service(service), "environment").forEach((name, value) -> environment.put(name, Objects.toString(value)));
        return environment;
    }

    private static List<String> trusted(String service) {
        return List.of(environment(service)
                .getOrDefault("WATCHPARTY_PROXY_TRUSTED", "")
                .split(",", -1));
    }

    private static List<Object> healthCheck(String service) {
        return list(map(service(service), "healthcheck"), "test");
    }

    private static String address(String service) {
        return Objects.toString(map(map(service(service), "networks"), "party").get("ipv4_address"));
    }

    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return map(child(parent, key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> parent, String key) {
        return (List<Object>) child(parent, key);
    }

    private static Object child(Map<String, Object> parent, String key) {
        Object child = parent.get(key);
        if (child == null) {
            throw new AssertionError("no " + key + " in " + parent);
        }
        return child;
    }
}
