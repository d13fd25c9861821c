/// How files of the state folder are written.
@NullMarked
package dev.watchparty.media.state;

import org.jspecify.annotations.NullMarked;
