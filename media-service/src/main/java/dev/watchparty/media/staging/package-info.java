/// Stage, verify, swap the symlink, persist, announce; recover at start.
@NullMarked
package dev.watchparty.media.staging;

import org.jspecify.annotations.NullMarked;
