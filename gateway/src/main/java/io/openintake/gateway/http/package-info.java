/** Readiness. */
@NullMarked
package io.openintake.gateway.http;

import org.jspecify.annotations.NullMarked;
