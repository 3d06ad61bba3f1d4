/** How services talk on the bus: mirrors of compacted topics, publishing, creation of internal topics (ADR 0002). */
@NullMarked
package io.openintake.bus;

import org.jspecify.annotations.NullMarked;
