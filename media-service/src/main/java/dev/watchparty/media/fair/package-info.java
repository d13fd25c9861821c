/// The uplink shared between viewers: token bucket, bands by urgency, deficit round robin, the estimate of the
/// uplink. Pure: no framework, no clock, no thread of its own; time is an argument, in `System.nanoTime()`'s
/// nanoseconds.
@NullMarked
package dev.watchparty.media.fair;

import org.jspecify.annotations.NullMarked;
