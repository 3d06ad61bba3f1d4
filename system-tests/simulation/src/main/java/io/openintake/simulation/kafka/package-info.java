@NullMarked
package io.openintake.simulation.kafka;

import org.jspecify.annotations.NullMarked;
