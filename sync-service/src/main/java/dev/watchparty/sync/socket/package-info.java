/// The WebSocket edge: handshake, decoding, limits, clock samples.
@NullMarked
package dev.watchparty.sync.socket;

import org.jspecify.annotations.NullMarked;
