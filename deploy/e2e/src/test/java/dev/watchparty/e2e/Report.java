package dev.watchparty.e2e;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Figures that a run measured, for people: printed, and kept in `target/figures.txt`.
final class Report {

    private Report() {}

    static void say(String figure) {
        System.out.println(figure);
        Path file = Output.folder("figures.txt");
        try {
            Files.writeString(file, figure + System.lineSeparator(), CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
