/// The sync service: rooms over WebSockets, and the line that each of them plays along.
@NullMarked
package dev.watchparty.sync;

import org.jspecify.annotations.NullMarked;
