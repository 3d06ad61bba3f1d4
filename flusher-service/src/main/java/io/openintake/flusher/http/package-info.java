/** What the service tells over HTTP beside the metrics. */
@NullMarked
package io.openintake.flusher.http;

import org.jspecify.annotations.NullMarked;
