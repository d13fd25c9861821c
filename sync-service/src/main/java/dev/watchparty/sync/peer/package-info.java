/// The media service as a peer: where it is, and the secret shared with it.
@NullMarked
package dev.watchparty.sync.peer;

import org.jspecify.annotations.NullMarked;
