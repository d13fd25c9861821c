/// Rooms' wishes for the next film of their queue, on their way to the media service.
@NullMarked
package dev.watchparty.sync.queue;

import org.jspecify.annotations.NullMarked;
