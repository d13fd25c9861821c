/// What a room is and how it changes: commands in, events out. No threads, no sockets, time as an argument.
@NullMarked
package dev.watchparty.sync.room;

import org.jspecify.annotations.NullMarked;
