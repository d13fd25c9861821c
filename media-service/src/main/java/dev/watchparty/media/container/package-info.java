/// Bounded readers of MP4 boxes and Matroska's EBML: how long a film is, in which codecs, and where its index lies.
/// Pure; what cannot be told is a value, never an exception.
@NullMarked
package dev.watchparty.media.container;

import org.jspecify.annotations.NullMarked;
