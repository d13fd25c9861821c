/// Whether the service can do its work: to everybody up or down, to the admin also why.
@NullMarked
package dev.watchparty.media.health;

import org.jspecify.annotations.NullMarked;
