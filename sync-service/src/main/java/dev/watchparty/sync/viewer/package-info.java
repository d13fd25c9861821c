/// Who asks: client address behind trusted proxies, foreign origins, the admin's key.
@NullMarked
package dev.watchparty.sync.viewer;

import org.jspecify.annotations.NullMarked;
