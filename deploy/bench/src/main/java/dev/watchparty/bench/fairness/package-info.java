/// The uplink shared by the media service, beside direct delivery and nginx, through a line of 20 Mbit/s.
@NullMarked
package dev.watchparty.bench.fairness;

import org.jspecify.annotations.NullMarked;
