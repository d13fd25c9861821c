/// The staged file over HTTP: ranges, validators and conditions of RFC 9110, cache headers, zero copy. Start reading at
/// [dev.watchparty.media.delivery.MediaRoute]: a request is decided ([dev.watchparty.media.delivery.Decision], pure),
/// the file is opened and held on a worker, headers follow from what was opened, then the bytes are sent.
@NullMarked
package dev.watchparty.media.delivery;

import org.jspecify.annotations.NullMarked;
