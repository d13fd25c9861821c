/// RFC 9457 problem bodies.
@NullMarked
package dev.watchparty.sync.problem;

import org.jspecify.annotations.NullMarked;
