package dev.watchparty.media.library;

import dev.watchparty.media.library.Listing.Entries;
import dev.watchparty.media.library.Resolution.Film;
import dev.watchparty.media.library.Resolution.Folder;
import dev.watchparty.media.library.Resolution.Refusal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Looks through all folders of the library for films and folders whose path below the root holds every word, without
/// regard to case and accents.
///
/// Breadth first, so that what is near the top comes first and a search that reaches a bound has seen the most of it.
/// Bounded by [#MOST_LOOKED_AT] entries, [#MOST_MATCHES] matches and [#MOST_NANOS]. Reads the disk: never call it from
/// an event loop.
final class LibrarySearch {

    static final int MOST_TOLD = 200;
    static final int MOST_MATCHES = 2_000;
    static final int MOST_LOOKED_AT = 200_000;
    static final int MOST_CHARACTERS = 200;
    static final long MOST_NANOS = 5_000_000_000L;

    private final Library library;
    private final LongSupplier nanoClock;

    LibrarySearch(Library library, LongSupplier nanoClock) {
        this.library = library;
        this.nanoClock = nanoClock;
    }

    /// How a search ended.
    sealed interface Outcome {

        /// What was found.
        ///
        /// @param entries at most [#MOST_TOLD]: those with every word in the name itself first,
        /// and what is nearer to the root before what is deeper
        /// @param complete whether that is all there is
        record Found(List<Entry> entries, boolean complete) implements Outcome {

            public Found {
                entries = List.copyOf(entries);
            }
        }

        /// Nobody waits for it any more.
        record Abandoned() implements Outcome {}

        /// The library cannot be looked through.
        record Failed(Refusal refusal) implements Outcome {}
    }

    /// Looks for words, separated by white space.
    ///
    /// @param wanted whether somebody still waits for the answer; asked before each folder
    Outcome find(String words, BooleanSupplier wanted) {
        List<String> folded = Arrays.stream(NaturalOrder.fold(words).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        return switch (library.resolve("")) {
            case Folder root -> new Walk(folded, wanted).from(root);
            case Film _ -> new Outcome.Failed(Refusal.NOT_A_FOLDER);
            case Refusal refusal -> new Outcome.Failed(refusal);
        };
    }

    private record Match(Entry entry, boolean inName) {}

    private final class Walk {

        private final List<String> words;
        private final BooleanSupplier wanted;
        private final long endNanos = nanoClock.getAsLong() + MOST_NANOS;
        private final List<Match> matches = new ArrayList<>();
        private final Deque<Folder> ahead = new ArrayDeque<>();
        // A symlink may lead back up.
        private final Set<Path> seen = new HashSet<>();
        private int lookedAt;

        Walk(List<String> words, BooleanSupplier wanted) {
            this.words = words;
            this.wanted = wanted;
        }

        Outcome from(Folder root) {
            ahead.add(root);
            boolean complete = true;
            while (!ahead.isEmpty()) {
                if (!wanted.getAsBoolean()) {
                    return new Outcome.Abandoned();
                }
                if (lookedAt >= MOST_LOOKED_AT || nanoClock.getAsLong() - endNanos >= 0) {
                    complete = false;
                    break;
                }
                Folder folder = ahead.removeFirst();
                if (seen.add(folder.folder())) {
                    complete &= lookInto(folder);
                }
            }
            matches.sort(Comparator.comparing((Match match) -> !match.inName()));
            return new Outcome.Found(
                    matches.stream().limit(MOST_TOLD).map(Match::entry).toList(),
                    complete && matches.size() <= MOST_TOLD);
        }

        /// Returns whether there was room for everything. A folder that cannot be read holds nothing.
        private boolean lookInto(Folder folder) {
            if (!(library.list(folder) instanceof Entries(var entries))) {
                return true;
            }
            String above = NaturalOrder.fold(folder.path());
            for (Entry entry : entries) {
                lookedAt++;
                if (entry.type() == Entry.Type.DIRECTORY && library.resolve(entry.path()) instanceof Folder below) {
                    ahead.addLast(below);
                }
                String name = NaturalOrder.fold(entry.name());
                boolean inName = words.stream().allMatch(name::contains);
                if (inName || words.stream().allMatch(word -> name.contains(word) || above.contains(word))) {
                    if (matches.size() == MOST_MATCHES) {
                        return false;
                    }
                    matches.add(new Match(entry, inName));
                }
            }
            return true;
        }
    }
}
