/** One client connection, from accept to close. */
@NullMarked
package io.openintake.gateway.app.session;

import org.jspecify.annotations.NullMarked;
