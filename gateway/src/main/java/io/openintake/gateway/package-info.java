/** The Kafka protocol endpoint of OpenIntake; see README.md. */
@NullMarked
package io.openintake.gateway;

import org.jspecify.annotations.NullMarked;
