/// What a viewer's page costs who opens it.
@NullMarked
package dev.watchparty.bench.page;

import org.jspecify.annotations.NullMarked;
