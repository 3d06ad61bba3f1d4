/** From JSON values to columns: inference, evolution, conversion and partition expressions, all pure. */
@NullMarked
package io.openintake.flusher.domain.schema;

import org.jspecify.annotations.NullMarked;
