/** What flows and how much of it: memory, workers, parked requests, acknowledged traffic. */
@NullMarked
package io.openintake.gateway.app.flow;

import org.jspecify.annotations.NullMarked;
