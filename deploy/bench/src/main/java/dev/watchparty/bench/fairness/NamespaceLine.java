package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.util.List;

/// Two network namespaces and a line between them, narrow from the server to its clients (`tbf`: 50 ms of queue, then
/// loss). Needs root. The clients' end has an address for each of them.
final class NamespaceLine implements Line {

    private static final String SERVER = "10.77.0.1";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PORT = 3000;
    private static final int CLIENTS = 40;

    private final String servers;
    final String clients;

    private NamespaceLine(String servers, String clients) {
        this.servers = servers;
        this.clients = clients;
    }

    /// Lays the line.
    static NamespaceLine lay(String name) throws IOException, InterruptedException {
        NamespaceLine line = new NamespaceLine(name + "-s", name + "-c");
        Commands.run("ip", "netns", "add", line.servers);
        Commands.run("ip", "netns", "add", line.clients);
        Commands.run(
                "ip",
                "link",
                "add",
                "wide",
                "netns",
                line.servers,
                "type",
                "veth",
                "peer",
                "name",
                "home",
                "netns",
                line.clients);
        line.inServers("ip", "address", "add", SERVER + "/24", "dev", "wide");
        line.inServers("ip", "link", "set", "wide", "up");
        line.inServers("ip", "link", "set", "lo", "up");
        line.inClients("ip", "link", "set", "home", "up");
        line.inClients("ip", "link", "set", "lo", "up");
        // As systems at home do by default, CUBIC among them on so short a line, whatever this one is set to. On
        // loopback, too: BBR's timers send in whatever process they interrupt, which halves or doubles what a server
        // seems to cost.
        for (String namespace : List.of(line.servers, line.clients)) {
            Commands.run(within(namespace, "sysctl", "-q", "-w", "net.ipv4.tcp_congestion_control=reno"));
        }
        for (int i = 0; i < CLIENTS; i++) {
            line.inClients("ip", "address", "add", Line.client(i) + "/24", "dev", "home");
        }
        return line;
    }

    /// The line as it was laid by somebody else.
    static NamespaceLine of(String name) {
        return new NamespaceLine(name + "-s", name + "-c");
    }

    @Override
    public Place behind(int number) {
        return new Place(List.of(within(servers)), PORT + number, SERVER, PORT + number, false);
    }

    @Override
    public Place beside(int number) {
        return new Place(List.of(within(clients)), PORT + number, LOOPBACK, PORT + number, true);
    }

    @Override
    public boolean isOfTheKernel() {
        return true;
    }

    @Override
    public void narrow(int megabits) throws IOException, InterruptedException {
        inServers(
                "tc",
                "qdisc",
                "replace",
                "dev",
                "wide",
                "root",
                "tbf",
                "rate",
                megabits + "mbit",
                "burst",
                "16kb",
                "latency",
                "50ms");
    }

    @Override
    public void widen() throws IOException, InterruptedException {
        inServers("tc", "qdisc", "delete", "dev", "wide", "root");
    }

    private void inServers(String... command) throws IOException, InterruptedException {
        Commands.run(within(servers, command));
    }

    private void inClients(String... command) throws IOException, InterruptedException {
        Commands.run(within(clients, command));
    }

    static String[] within(String namespace, String... command) {
        String[] all = new String[command.length + 4];
        all[0] = "ip";
        all[1] = "netns";
        all[2] = "exec";
        all[3] = namespace;
        System.arraycopy(command, 0, all, 4, command.length);
        return all;
    }

    @Override
    public void close() throws IOException {
        try {
            Commands.run("ip", "netns", "delete", clients);
            Commands.run("ip", "netns", "delete", servers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
