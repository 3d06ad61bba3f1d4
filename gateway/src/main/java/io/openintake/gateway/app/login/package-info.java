/** A login, from the first token to a principal or a refusal. */
@NullMarked
package io.openintake.gateway.app.login;

import org.jspecify.annotations.NullMarked;
