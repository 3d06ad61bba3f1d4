/** TLS and login towards the brokers, by the same client settings as everywhere else. */
@NullMarked
package io.openintake.gateway.kafka.security;

import org.jspecify.annotations.NullMarked;
