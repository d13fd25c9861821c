package dev.watchparty.media.library;

import java.util.List;

/// What a folder holds, or why that cannot be told.
sealed interface Listing permits Listing.Entries, Resolution.Refusal {

    record Entries(List<Entry> entries) implements Listing {

        public Entries {
            entries = List.copyOf(entries);
        }
    }
}
