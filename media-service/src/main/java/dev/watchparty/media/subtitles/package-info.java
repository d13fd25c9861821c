/// Subtitle files beside a film: which there are, and their text as WebVTT. Knows nothing of HTTP or of stages.
@NullMarked
package dev.watchparty.media.subtitles;

import org.jspecify.annotations.NullMarked;
