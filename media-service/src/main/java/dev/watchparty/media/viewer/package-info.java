/// Who asks: client address behind trusted proxies, the admin's key, foreign origins.
@NullMarked
package dev.watchparty.media.viewer;

import org.jspecify.annotations.NullMarked;
