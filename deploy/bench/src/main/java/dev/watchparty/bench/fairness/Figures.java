package dev.watchparty.bench.fairness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What clients got, sampled ten times a second.
final class Figures {

    private static final int PER_SECOND = 10;

    private final List<long[]> samples;
    private final List<Long> times;

    private Figures(List<long[]> samples, List<Long> times) {
        this.samples = samples;
        this.times = times;
    }

    /// Watches clients for so many seconds.
    static Figures watch(List<Client> clients, double seconds) throws InterruptedException {
        List<long[]> samples = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i <= seconds * PER_SECOND; i++) {
            long due = start + i * (1_000_000_000L / PER_SECOND);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            times.add(System.nanoTime());
            samples.add(clients.stream().mapToLong(Client::bytes).toArray());
        }
        return new Figures(samples, times);
    }

    /// The least Jain's index of any window of five seconds.
    double worstJain() {
        double worst = 1;
        for (int from = 0; from + 5 * PER_SECOND < samples.size(); from += PER_SECOND) {
            worst = Math.min(worst, jain(between(from, from + 5 * PER_SECOND)));
        }
        return worst;
    }

    /// What a client got of an equal share, over all.
    double partOfAShare(int client) {
        double[] got = between(0, samples.size() - 1);
        double sum = 0;
        for (double each : got) {
            sum += each;
        }
        return got[client] * got.length / sum;
    }

    /// Mbit/s of all clients.
    double megabits() {
        double sum = 0;
        for (double each : between(0, samples.size() - 1)) {
            sum += each;
        }
        return sum * 8 / 1e6 / ((samples.size() - 1) / (double) PER_SECOND);
    }

    /// The least that any client got in any window of five seconds, of its share of so many Mbit/s.
    double leastOfAShare(double megabits) {
        double least = Double.MAX_VALUE;
        for (int from = 0; from + 5 * PER_SECOND < samples.size(); from++) {
            int to = from + 5 * PER_SECOND;
            double share = megabits / 8e3 * (times.get(to) - times.get(from)) / samples.getFirst().length;
            for (double each : between(from, to)) {
                least = Math.min(least, each / share);
            }
        }
        return least;
    }

    /// Clients whose players would have stood for want of film.
    ///
    /// @param bytesPerSecond of the film
    /// @param aheadSeconds buffered at the beginning
    int starved(double bytesPerSecond, double aheadSeconds) {
        int starved = 0;
        for (int client = 0; client < samples.getFirst().length; client++) {
            starved += stands(client, bytesPerSecond, aheadSeconds) ? 1 : 0;
        }
        return starved;
    }

    private boolean stands(int client, double bytesPerSecond, double aheadSeconds) {
        double ahead = aheadSeconds;
        for (int i = 1; i < samples.size(); i++) {
            double seconds = (times.get(i) - times.get(i - 1)) / 1e9;
            double film = (samples.get(i)[client] - samples.get(i - 1)[client]) / bytesPerSecond;
            ahead = Math.min(Client.AHEAD_SECONDS, ahead + film - seconds);
            if (ahead < 0) {
                return true;
            }
        }
        return false;
    }

    /// The most that all clients got in any second, less one quantum, in Mbit/s.
    double mostMegabitsInASecond(long quantumBytes) {
        double most = 0;
        for (int from = 0; from + PER_SECOND < samples.size(); from++) {
            double bytes = -quantumBytes;
            for (double each : between(from, from + PER_SECOND)) {
                bytes += each;
            }
            most = Math.max(most, bytes * 8e3 / (times.get(from + PER_SECOND) - times.get(from)));
        }
        return most;
    }

    private double[] between(int from, int to) {
        long[] before = samples.get(from);
        long[] after = samples.get(to);
        double[] got = new double[before.length];
        for (int i = 0; i < got.length; i++) {
            got[i] = after[i] - before[i];
        }
        return got;
    }

    private static double jain(double[] amounts) {
        double sum = 0;
        double squares = 0;
        for (double amount : amounts) {
            sum += amount;
            squares += amount * amount;
        }
        return squares == 0 ? 1 : sum * sum / (amounts.length * squares);
    }
}
