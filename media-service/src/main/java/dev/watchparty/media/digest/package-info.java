/// What the JDK's digests lack: that they are there.
@NullMarked
package dev.watchparty.media.digest;

import org.jspecify.annotations.NullMarked;
