/// Rooms that run: each on its own event loop, with its connections' outboxes, its timer and its saving.
@NullMarked
package dev.watchparty.sync.live;

import org.jspecify.annotations.NullMarked;
