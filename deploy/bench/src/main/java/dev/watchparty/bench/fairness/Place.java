package dev.watchparty.bench.fairness;

/// Where a server runs, and how its clients reach it.
///
/// @param namespace the network namespace in which it is started
/// @param host address at which clients find it
/// @param forwarded whether clients say by a header who they are, because they all come from one address
record Place(String namespace, String host, int port, boolean forwarded) {

    private static final int PORT = 3000;

    /// At the far end of the line.
    static Place behind(Line line) {
        return behind(line, 0);
    }

    /// At the far end of the line, with room for others.
    static Place behind(Line line, int number) {
        return new Place(line.servers, Line.SERVER, PORT + number, false);
    }

    /// On loopback, at the clients' end of the line, with room for others.
    static Place beside(Line line, int number) {
        return new Place(line.clients, "127.0.0.1", PORT + number, true);
    }

    Client.Target target(String path) {
        return new Client.Target(host, port, path, forwarded);
    }
}
