/** Encryption of catalog credentials between registry-service and flusher-service. */
@NullMarked
package io.openintake.contracts.secret;

import org.jspecify.annotations.NullMarked;
