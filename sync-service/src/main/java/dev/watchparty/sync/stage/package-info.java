/// What the media service has staged: its pushes, and the pull that is the truth.
@NullMarked
package dev.watchparty.sync.stage;

import org.jspecify.annotations.NullMarked;
