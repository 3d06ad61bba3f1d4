/** Sockets: the listeners for clients and the links to the backing brokers, in frames. */
@NullMarked
package io.openintake.gateway.netty;

import org.jspecify.annotations.NullMarked;
