/// The pair as two processes, watched through real browsers: nothing here runs inside the services.
@NullMarked
package dev.watchparty.e2e;

import org.jspecify.annotations.NullMarked;
