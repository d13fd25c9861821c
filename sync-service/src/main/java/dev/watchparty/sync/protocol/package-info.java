/// The messages of PROTOCOL.md as records, one sealed interface per direction.
/// `web-ui/src/generated/protocol.ts` is generated from them.
@NullMarked
package dev.watchparty.sync.protocol;

import org.jspecify.annotations.NullMarked;
