@NullMarked
package io.openintake.simulation.table;

import org.jspecify.annotations.NullMarked;
