package dev.watchparty.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How the pair is to run, from the command line, else from the environment, else by default.
///
/// @param host address that the front door binds to
/// @param port of the front door; 0 takes a free one
/// @param syncPort of the sync service; absent: 3001, or a free one where that is taken
/// @param media folder of films, absolute
/// @param state folder of what survives a restart, absolute
/// @param build whether what is out of date is built first
record Settings(String host, int port, String syncHost, OptionalInt syncPort, Path media, Path state, boolean build) {

    static final int USUAL_SYNC_PORT = 3001;

    private record Option(String flag, String variable, String fallback) {}

    private static final Option HOST = new Option("--host", "WATCHPARTY_HOST", "0.0.0.0");
    private static final Option PORT = new Option("--port", "WATCHPARTY_PORT", "3000");
    private static final Option SYNC_HOST = new Option("--sync-host", "WATCHPARTY_SYNC_HOST", "127.0.0.1");
    private static final Option SYNC_PORT = new Option("--sync-port", "WATCHPARTY_SYNC_PORT", "");
    private static final Option MEDIA = new Option("--media", "WATCHPARTY_MEDIA_ROOT", "media");
    private static final Option STATE = new Option("--state", "WATCHPARTY_STATE_DIR", "state");
    private static final List<Option> OPTIONS = List.of(HOST, PORT, SYNC_HOST, SYNC_PORT, MEDIA, STATE);
    private static final String NO_BUILD = "--no-build";

    /// @param arguments after the command's word
    /// @param home the project's folder, where `media` and `state` lie by default
    /// @param workingFolder what a relative path on the command line or in the environment starts from
    static Settings of(List<String> arguments, Map<String, String> environment, Path home, Path workingFolder) {
        Map<Option, String> given = new HashMap<>();
        boolean build = true;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(NO_BUILD)) {
                build = false;
                continue;
            }
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Option option = OPTIONS.stream()
                    .filter(candidate -> candidate.flag.equals(flag))
                    .findFirst()
                    .orElseThrow(() ->
                            new Refusal("There is no option " + flag + ": ./watchparty help lists what there is."));
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new Refusal("The option " + flag + " needs a value: ./watchparty help shows which.");
            }
            given.put(option, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
        }
        for (Option option : OPTIONS) {
            String value = environment.get(option.variable);
            if (value != null && !value.isBlank()) {
                given.putIfAbsent(option, value);
            }
        }
        return new Settings(
                given.getOrDefault(HOST, HOST.fallback),
                port(PORT, given.getOrDefault(PORT, PORT.fallback)),
                given.getOrDefault(SYNC_HOST, SYNC_HOST.fallback),
                given.containsKey(SYNC_PORT)
                        ? OptionalInt.of(port(SYNC_PORT, given.get(SYNC_PORT)))
                        : OptionalInt.empty(),
                folder(MEDIA, given, home, workingFolder),
                folder(STATE, given, home, workingFolder),
                build);
    }

    /// Stops where the folders cannot serve: the media folder has to be readable, the state folder writable.
    /// Folders of the project's own are made where they are missing; so is a state folder, never a media folder (a
    /// film disk that is not mounted is not an empty one).
    void checkFolders(Path home) {
        if (mediaIsOwn(home)) {
            make(media, "media folder", MEDIA.flag);
        }
        checkMedia();
        make(state, "state folder", STATE.flag);
        if (!Files.isWritable(state)) {
            throw new Refusal("The state folder " + state
                    + " cannot be written: change its permissions, or choose another" + " with --state DIR.");
        }
    }

    private void checkMedia() {
        if (!Files.isDirectory(media)) {
            throw new Refusal("The media folder " + media
                    + (Files.exists(media) ? " is not a folder" : " does not exist")
                    + ": choose another with --media DIR, or create it.");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(media)) {
            entries.forEach(entry -> {});
        } catch (IOException | DirectoryIteratorException e) {
            throw new Refusal(
                    "The media folder " + media
                            + " cannot be read: change its permissions, or choose another with --media DIR.",
                    e);
        }
    }

    /// Whether films lie in the project's own folder, because nobody named another.
    boolean mediaIsOwn(Path home) {
        return media.equals(home.resolve(MEDIA.fallback));
    }

    /// Whether there is nothing to watch yet.
    boolean libraryIsEmpty() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                media, entry -> !entry.getFileName().toString().startsWith("."))) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private static void make(Path folder, String what, String flag) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refusal(
                    "The " + what + " " + folder + " cannot be made: choose another with " + flag + " DIR.", e);
        }
    }

    private static int port(Option option, String text) {
        Optional<Integer> port = Optional.empty();
        try {
            port = Optional.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            // Said below, together with what is out of range.
        }
        return port.filter(number -> number >= 0 && number <= 65535)
                .orElseThrow(() -> new Refusal(option.flag + " (or " + option.variable + ") is \"" + text
                        + "\": it has to be a port, 1 to 65535, or 0 for a free one."));
    }

    private static Path folder(Option option, Map<Option, String> given, Path home, Path workingFolder) {
        try {
            return given.containsKey(option)
                    ? workingFolder.resolve(given.get(option)).normalize()
                    : home.resolve(option.fallback);
        } catch (InvalidPathException e) {
            throw new Refusal(option.flag + " (or " + option.variable + ") is not a path: " + e.getMessage(), e);
        }
    }
}
