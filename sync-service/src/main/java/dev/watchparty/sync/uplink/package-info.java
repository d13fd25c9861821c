/// What pages report goes to the media service, and what each viewer gets of the uplink comes back.
@NullMarked
package dev.watchparty.sync.uplink;

import org.jspecify.annotations.NullMarked;
