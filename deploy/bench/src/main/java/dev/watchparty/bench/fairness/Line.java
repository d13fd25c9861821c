package dev.watchparty.bench.fairness;

import java.io.IOException;

/// The line between servers at home and their clients elsewhere.
sealed interface Line extends AutoCloseable permits NamespaceLine, ProxyLine {

    /// The address that stands for a client, or is its own.
    static String client(int number) {
        return "10.77.0." + (100 + number);
    }

    /// At the far end of the line, with room for others.
    Place behind(int number) throws IOException;

    /// On loopback, at the clients' end of the line, with room for others.
    Place beside(int number) throws IOException;

    /// Narrows the line to so many Mbit/s, headers included.
    void narrow(int megabits) throws IOException, InterruptedException;

    /// Takes the line's limit away.
    void widen() throws IOException, InterruptedException;

    /// Whether it is the kernel's: clients have addresses of their own then, by which alone browsers can be told apart,
    /// and servers hear of its queue, by which `auto` finds out what it carries.
    boolean isOfTheKernel();

    @Override
    void close() throws IOException;
}
