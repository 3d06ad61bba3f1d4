@NullMarked
package io.openintake.simulation.world;

import org.jspecify.annotations.NullMarked;
