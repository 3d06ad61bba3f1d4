/** The buffer: topics of intakes, usage of runners against their boundary, deletion of what is delivered. */
@NullMarked
package io.openintake.buffer;

import org.jspecify.annotations.NullMarked;
