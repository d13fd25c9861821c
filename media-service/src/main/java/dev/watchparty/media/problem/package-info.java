/// What a call that fails is told: problem documents of RFC 9457, never the inside of the service.
@NullMarked
package dev.watchparty.media.problem;

import org.jspecify.annotations.NullMarked;
