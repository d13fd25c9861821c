package dev.watchparty.media.staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that stages and is killed while it does: the arguments are the state folder, the room, the file, the first
/// revision, and the step after which it dies on the spot, or `-` to stage on and on until it is killed from outside.
final class KilledStage {

    private KilledStage() {}

    public static void main(String[] arguments) throws IOException {
        RoomName room = new RoomName(arguments[1]);
        Path film = Path.of(arguments[2]);
        long revision = Long.parseLong(arguments[3]);
        String deadly = arguments[4];
        StageStore store = new StageStore(
                Path.of(arguments[0]),
                step -> {
                    if (step.name().equals(deadly)) {
                        Runtime.getRuntime().halt(137);
                    }
                },
                Files::createSymbolicLink);
        System.out.println("staging");
        do {
            store.commit(StageSamples.staged(room, film.resolveSibling("film-" + (revision % 2) + ".mkv"), revision));
            System.out.println(revision++);
        } while (deadly.equals("-"));
    }
}
