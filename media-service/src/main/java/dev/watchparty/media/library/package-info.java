/// The films below the media folder: what there is, and which file a path stands for.
@NullMarked
package dev.watchparty.media.library;

import org.jspecify.annotations.NullMarked;
