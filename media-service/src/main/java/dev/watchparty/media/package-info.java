/// The front door: pages, library, staging, the film itself, and the way on to the sync service.
@NullMarked
package dev.watchparty.media;

import org.jspecify.annotations.NullMarked;
