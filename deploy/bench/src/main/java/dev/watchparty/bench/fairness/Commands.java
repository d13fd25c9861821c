package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Programs of the system that the benchmark calls.
final class Commands {

    private Commands() {}

    /// Runs a program to its end.
    ///
    /// @throws IOException with what it said, if it fails
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said.strip());
        }
        return said;
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        return run(command.toArray(String[]::new));
    }
}
