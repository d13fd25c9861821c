/// `/ws` and `/api/rooms` passed on to the sync service, with the viewer's address and nothing that the viewer claims
/// about it. Nothing else is passed on.
@NullMarked
package dev.watchparty.media.gateway;

import org.jspecify.annotations.NullMarked;
