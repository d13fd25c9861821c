/// What operators see, and who they are.
@NullMarked
package dev.watchparty.sync.watch;

import org.jspecify.annotations.NullMarked;
