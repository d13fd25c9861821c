/// The pages as they come out of the web-ui jar: cached as long as their names allow, compressed where they are text,
/// and every answer of the service with the headers that keep browsers strict.
@NullMarked
package dev.watchparty.media.pages;

import org.jspecify.annotations.NullMarked;
