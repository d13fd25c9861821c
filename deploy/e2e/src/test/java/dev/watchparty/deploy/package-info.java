/// What a person deploys with, held against what was built: start script, container files, README.
@NullMarked
package dev.watchparty.deploy;

import org.jspecify.annotations.NullMarked;
