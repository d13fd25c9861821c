/// The line that a room plays along.
@NullMarked
package dev.watchparty.sync.timeline;

import org.jspecify.annotations.NullMarked;
