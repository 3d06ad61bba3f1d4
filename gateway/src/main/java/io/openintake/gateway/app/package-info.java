/** What drives the decisions: who may log in, and the ports to the outside. */
@NullMarked
package io.openintake.gateway.app;

import org.jspecify.annotations.NullMarked;
