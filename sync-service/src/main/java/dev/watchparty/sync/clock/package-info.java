/// Server time, the one clock that rooms and pages agree on.
@NullMarked
package dev.watchparty.sync.clock;

import org.jspecify.annotations.NullMarked;
