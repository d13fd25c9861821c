package dev.watchparty.media.staging;

import java.io.IOException;
import java.nio.file.Path;

/// A process that stages on and on until it is killed: the arguments are the state folder, the room, the file and the
/// first revision.
final class KilledStage {

    private KilledStage() {}

    public static void main(String[] arguments) throws IOException {
        RoomName room = new RoomName(arguments[1]);
        Path film = Path.of(arguments[2]);
        long revision = Long.parseLong(arguments[3]);
        StageStore store = new StageStore(Path.of(arguments[0]));
        System.out.println("staging");
        while (true) {
            store.commit(StageSamples.staged(room, film.resolveSibling("film-" + (revision % 2) + ".mkv"), revision));
            System.out.println(revision++);
        }
    }
}
