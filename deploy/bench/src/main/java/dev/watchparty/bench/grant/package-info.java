/// What a decision of the scheduler costs.
@NullMarked
package dev.watchparty.bench.grant;

import org.jspecify.annotations.NullMarked;
