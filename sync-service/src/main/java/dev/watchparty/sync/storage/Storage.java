package dev.watchparty.sync.storage;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

@Dependent
final class Storage {

    @Produces
    @Singleton
    RoomFiles roomFiles(StateSettings settings) {
        return new RoomFiles(settings.dir().resolve("sync"));
    }
}
