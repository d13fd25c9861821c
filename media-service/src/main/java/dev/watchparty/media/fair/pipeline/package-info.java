/// The scheduler's edge: responses as flows, file regions as quanta. The only package that touches Netty
/// pipelines and what Vert.x keeps to itself. Start reading at
/// [dev.watchparty.media.fair.pipeline.FairDelivery]; a response's two sides are
/// [dev.watchparty.media.fair.pipeline.PacedWriter], on its connection's event loop, and
/// [dev.watchparty.media.fair.pipeline.Uplink], on the scheduler's.
@NullMarked
package dev.watchparty.media.fair.pipeline;

import org.jspecify.annotations.NullMarked;
