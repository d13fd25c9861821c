/// What a setting that cannot be used is told.
@NullMarked
package dev.watchparty.sync.settings;

import org.jspecify.annotations.NullMarked;
