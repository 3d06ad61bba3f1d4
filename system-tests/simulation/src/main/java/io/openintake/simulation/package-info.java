@NullMarked
package io.openintake.simulation;

import org.jspecify.annotations.NullMarked;
