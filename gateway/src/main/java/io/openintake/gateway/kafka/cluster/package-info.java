/** Where things are in the backing cluster: leaders, coordinators, addresses. */
@NullMarked
package io.openintake.gateway.kafka.cluster;

import org.jspecify.annotations.NullMarked;
