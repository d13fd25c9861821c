/// Rooms on disk, one JSON file each.
@NullMarked
package dev.watchparty.sync.storage;

import org.jspecify.annotations.NullMarked;
