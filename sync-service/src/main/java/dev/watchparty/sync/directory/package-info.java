/// Rooms to be listed and made, over HTTP.
@NullMarked
package dev.watchparty.sync.directory;

import org.jspecify.annotations.NullMarked;
