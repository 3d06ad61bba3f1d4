@NullMarked
package io.openintake.simulation.mutation;

import org.jspecify.annotations.NullMarked;
