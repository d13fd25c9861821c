package dev.watchparty.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Entry of `./watchparty`: run, test, demo, help.
///
/// Exit codes: 0 as asked; 1 a service, a build or a test failed; 2 something that a person has to mend first.
final class Launcher {

    private static final String HELP = """
            Watchparty: watch a film together, from your own computer.

              ./watchparty [options]      run, until Ctrl-C
              ./watchparty demo           put a free film into the media folder
              ./watchparty test           run every test (further words go to Maven)
              ./watchparty bench sync     measure how far apart players are (needs Chromium and ffmpeg)
              ./watchparty bench page     measure what the page costs who opens it (the same)
              ./watchparty bench fairness measure how the uplink is shared (Linux, as root)
              ./watchparty help           this page

            Options                       or in the environment
              --port N                    WATCHPARTY_PORT         the page's port; 3000
              --host ADDRESS              WATCHPARTY_HOST         0.0.0.0 for everyone who reaches this machine,
                                                                  127.0.0.1 for this machine (or a tunnel on it) alone
              --media DIR                 WATCHPARTY_MEDIA_ROOT   your films; media
              --state DIR                 WATCHPARTY_STATE_DIR    what survives a restart; state
              --sync-port N               WATCHPARTY_SYNC_PORT    the sync service's port; 3001, or a free one
              --sync-host ADDRESS         WATCHPARTY_SYNC_HOST    127.0.0.1
              --no-build                                          start what was built last
                                          ADMIN_KEY               the admin's key; made and kept if you give none
                                          WATCHPARTY_JAVA_OPTS    further options of the services' JVMs
            The README lists every other setting.""";

    private final Path home;
    private final Map<String, String> environment;
    private final PrintStream out;

    private Launcher(Path home, Map<String, String> environment, PrintStream out) {
        this.home = home;
        this.environment = environment;
        this.out = out;
    }

    public static void main(String[] arguments) {
        // The start scripts know where they lie; whoever calls this class directly stands in the project's folder.
        Path home = Path.of(System.getProperty("watchparty.home", ""))
                .toAbsolutePath()
                .normalize();
        System.exit(new Launcher(home, System.getenv(), System.out).exitCodeOf(List.of(arguments)));
    }

    private int exitCodeOf(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int dispatch(List<String> arguments) throws InterruptedException {
        boolean named = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
        String command = named ? arguments.getFirst() : "run";
        List<String> rest = named ? arguments.subList(1, arguments.size()) : arguments;
        if (rest.contains("--help") || rest.contains("-h")) {
            command = "help";
        }
        Tools tools = Tools.ofThisMachine();
        return switch (command) {
            case "run" -> new Run(home, settings(rest), environment, out).run(tools);
            case "test" -> new TestRun(home, tools, out).run(rest);
            case "bench" -> new Bench(home, tools, out).run(rest);
            case "demo" -> {
                Settings settings = settings(rest);
                settings.checkFolders(home);
                new Demo(settings.media(), tools, out).run();
                yield 0;
            }
            case "help" -> {
                out.println(HELP);
                yield 0;
            }
            default ->
                throw new Refusal(
                        "There is no command " + command + ": run, test, demo, bench and help are what there is.");
        };
    }

    private Settings settings(List<String> arguments) {
        return Settings.of(arguments, environment, home, Path.of("").toAbsolutePath());
    }
}
