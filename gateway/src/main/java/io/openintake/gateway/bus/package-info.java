/** The internal topics: definitions, users and usage come in; traffic and audit go out. */
@NullMarked
package io.openintake.gateway.bus;

import org.jspecify.annotations.NullMarked;
