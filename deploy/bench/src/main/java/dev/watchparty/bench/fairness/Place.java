package dev.watchparty.bench.fairness;

import java.util.ArrayList;
import java.util.List;

/// Where a server runs, and how its clients reach it.
///
/// @param within what its command begins with, for it to run there
/// @param listensAt its own port, at all addresses of the place
/// @param host address at which clients find it
/// @param port at which they do
/// @param forwarded whether clients say by a header who they are, because they all come from one address
record Place(List<String> within, int listensAt, String host, int port, boolean forwarded) {

    Client.Target target(String path) {
        return new Client.Target(host, port, path, forwarded);
    }

    /// A program that is to run here.
    ProcessBuilder process(String... command) {
        List<String> all = new ArrayList<>(within);
        all.addAll(List.of(command));
        return new ProcessBuilder(all);
    }
}
