@NullMarked
package io.openintake.simulation.oracle;

import org.jspecify.annotations.NullMarked;
