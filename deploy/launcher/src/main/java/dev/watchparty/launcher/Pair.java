package dev.watchparty.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// The two services as processes: their JVM options and what each is told by its environment.
///
/// @param peerSecret what the services show each other, new for each run
/// @param environment of the launcher
record Pair(
        Path home,
        Settings settings,
        int port,
        int syncPort,
        String adminKey,
        String peerSecret,
        Map<String, String> environment) {

    Child.Plan sync() {
        Map<String, String> told = toldToBoth();
        told.put("WATCHPARTY_SYNC_HOST", settings.syncHost());
        told.put("WATCHPARTY_SYNC_PORT", Integer.toString(syncPort));
        told.put("WATCHPARTY_PEER_URL", mediaUrl());
        return plan("sync", "sync-service", "-Xmx256m", told, syncUrl());
    }

    Child.Plan media() {
        Map<String, String> told = toldToBoth();
        told.put("WATCHPARTY_HOST", settings.host());
        told.put("WATCHPARTY_PORT", Integer.toString(port));
        told.put("WATCHPARTY_MEDIA_ROOT", settings.media().toString());
        told.put("WATCHPARTY_PEER_URL", syncUrl());
        return plan("media", "media-service", "-Xmx512m", told, mediaUrl());
    }

    private String mediaUrl() {
        return "http://" + Ports.reachable(settings.host()) + ":" + port;
    }

    private String syncUrl() {
        return "http://" + Ports.reachable(settings.syncHost()) + ":" + syncPort;
    }

    private Map<String, String> toldToBoth() {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("ADMIN_KEY", adminKey);
        told.put("WATCHPARTY_PEER_SECRET", peerSecret);
        told.put("WATCHPARTY_STATE_DIR", settings.state().toString());
        return told;
    }

    private Child.Plan plan(String name, String module, String heap, Map<String, String> told, String url) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A home machine plays the film as well: no more memory than a party needs.
        command.add(heap);
        // Half-dead after an OutOfMemoryError is worse than ended and told so.
        command.add("-XX:+ExitOnOutOfMemoryError");
        // Netty's, both of them; the JVM warns about each otherwise.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(javaOptions());
        Path application = Build.application(home, module);
        Attributes manifest = manifest(application);
        // What `java -jar` would take from the manifest by itself.
        words(manifest, "Add-Opens").forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        words(manifest, "Add-Exports").forEach(exported -> command.add("--add-exports=" + exported + "=ALL-UNNAMED"));
        command.add("-cp");
        command.add(application + File.pathSeparator + Build.launcherClasses(home));
        command.add(Leash.class.getName());
        command.addAll(words(manifest, "Main-Class"));
        return new Child.Plan(name, command, told, home, URI.create(url + "/q/health/ready"));
    }

    private List<String> javaOptions() {
        return words(environment.getOrDefault("WATCHPARTY_JAVA_OPTS", ""));
    }

    private static Attributes manifest(Path application) {
        try (JarFile jar = new JarFile(application.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program " + application, e);
        }
    }

    private static List<String> words(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null ? List.of() : words(value);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
