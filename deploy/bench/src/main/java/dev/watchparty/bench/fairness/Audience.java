package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All who are at a server. Opened after the server and so closed before it: whose server ends first complains.
final class Audience implements AutoCloseable {

    private final Client.Target target;
    private final List<Client> clients = new ArrayList<>();
    private final List<Browser> browsers = new ArrayList<>();

    Audience(Client.Target target) {
        this.target = target;
    }

    /// Somebody downloads over so many connections.
    ///
    /// @param number of the address that they come from
    Client download(int number, int connections) {
        return joined(new Client(target, Line.client(number)).download(connections));
    }

    /// Somebody downloads who has a page open, too.
    Client download(Viewer viewer) {
        return joined(new Client(target, viewer).download(1));
    }

    /// Somebody plays a film in a model of a player.
    Client play(int number, double bytesPerSecond) {
        return joined(new Client(target, Line.client(number)).play(bytesPerSecond));
    }

    private Client joined(Client client) {
        clients.add(client);
        return client;
    }

    void join(Browser browser) {
        browsers.add(browser);
    }

    List<Client> clients() {
        return clients;
    }

    List<Browser> browsers() {
        return browsers;
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        for (Browser browser : browsers) {
            browser.close();
        }
    }
}
