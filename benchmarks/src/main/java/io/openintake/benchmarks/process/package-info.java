/** Child processes and what they use. */
@NullMarked
package io.openintake.benchmarks.process;

import org.jspecify.annotations.NullMarked;
