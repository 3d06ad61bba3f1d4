/** What intakes cost a flusher while nothing comes in. */
@NullMarked
package io.openintake.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
