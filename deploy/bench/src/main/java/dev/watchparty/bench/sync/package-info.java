/// What the pages' sync reaches, measured from outside of them.
@NullMarked
package dev.watchparty.bench.sync;

import org.jspecify.annotations.NullMarked;
