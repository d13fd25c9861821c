package dev.watchparty.media.library;

import java.nio.file.Path;

/// Libraries for other packages' tests.
public final class LibraryFixture {

    private LibraryFixture() {}

    public static Library at(Path root) {
        return new Library(root);
    }
}
