package dev.watchparty.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `./watchparty`: the two services until Ctrl-C, or until one of them ends.
final class Run {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration END_GRACE = Duration.ofSeconds(8);

    private final Path home;
    private final Settings settings;
    private final Map<String, String> environment;
    private final PrintStream out;

    Run(Path home, Settings settings, Map<String, String> environment, PrintStream out) {
        this.home = home;
        this.settings = settings;
        this.environment = environment;
        this.out = out;
    }

    /// Runs the pair.
    ///
    /// @return exit code; does not return where a signal ends the process
    int run(Tools tools) throws InterruptedException {
        settings.checkFolders(home);
        int port = Ports.claim(settings.host(), settings.port(), "--port");
        int syncPort = settings.syncPort().isPresent()
                ? Ports.claim(settings.syncHost(), settings.syncPort().getAsInt(), "--sync-port")
                : Ports.prefer(settings.syncHost(), Settings.USUAL_SYNC_PORT);
        Build build = new Build(home, out);
        if (settings.build()) {
            build.ensureFresh(tools);
        } else {
            build.requireBuilt();
        }
        try (FileChannel _ = own()) {
            return serve(port, syncPort);
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder " + settings.state(), e);
        }
    }

    private int serve(int port, int syncPort) throws InterruptedException {
        boolean keyIsGiven = !environment.getOrDefault("ADMIN_KEY", "").isBlank();
        Path keyFile = settings.state().resolve("admin-key");
        String key = keyIsGiven ? environment.getOrDefault("ADMIN_KEY", "") : AdminKey.keptIn(keyFile);

        try (Party party = new Party(settings.state().resolve("logs"), new Screen(out), END_GRACE)) {
            Runtime.getRuntime().addShutdownHook(new Thread(party::close, "stop"));
            Pair pair = new Pair(home, settings, port, syncPort, key, AdminKey.secret(), environment);
            party.start(pair.sync());
            party.start(pair.media());
            try {
                party.awaitHealthy(START_PATIENCE);
                welcome(port, keyIsGiven ? "the one in ADMIN_KEY" : key + "  (kept in " + keyFile + ")");
                return explain(party, party.awaitFirstEnd());
            } catch (Party.Ended e) {
                return explain(party, e.child());
            }
        }
    }

    private int explain(Party party, Child ended) throws InterruptedException {
        if (party.isClosing()) {
            // The hook stops the rest, and the process ends with the signal's own exit code.
            Thread.currentThread().join();
        }
        party.close();
        out.println();
        ended.tail().forEach(line -> out.println("[" + ended.name() + "] " + line));
        out.println("The " + ended.name() + " service ended by itself (exit code " + ended.exitCode()
                + "), so everything was stopped. The end of its log is above, all of it in " + ended.logFile() + ".");
        return 1;
    }

    private void welcome(int port, String key) {
        List<String> viewers = new ArrayList<>();
        boolean everywhere =
                settings.host().equals("0.0.0.0") || settings.host().equals("::");
        String here =
                everywhere || settings.host().equals("127.0.0.1") ? "localhost" : Ports.reachable(settings.host());
        viewers.add("http://" + here + ":" + port + "/");
        if (everywhere) {
            LocalNetwork.addresses().forEach(address -> viewers.add("http://" + address + ":" + port + "/"));
        }
        out.println();
        out.println("Watchparty is running. Ctrl-C stops it.");
        out.println();
        out.println("  Viewers    " + viewers.getFirst());
        viewers.stream().skip(1).forEach(address -> out.println("             " + address + "  (from your network)"));
        out.println("  Admin      http://" + here + ":" + port + "/admin.html");
        out.println("  Admin key  " + key);
        out.println("  Media      " + settings.media());
        out.println();
        if (settings.libraryIsEmpty()) {
            String there = settings.mediaIsOwn(home) ? "" : " --media \"" + settings.media() + "\"";
            out.println("The media folder is empty: put films there, or get one with ./watchparty demo" + there);
            out.println();
        }
    }

    /// Two pairs that write one state folder would destroy each other's. The system gives the lock back however
    /// this process ends.
    private FileChannel own() throws IOException {
        FileChannel channel =
                FileChannel.open(settings.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held inside this process, which is as much taken.
        }
        channel.close();
        throw new Refusal("Another Watchparty already uses the state folder " + settings.state()
                + ": stop that one, or choose another folder with --state DIR.");
    }
}
