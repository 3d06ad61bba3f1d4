/** What the gateway decides: access, login, sizes, order, admission. Pure: no clock, no I/O, no framework. */
@NullMarked
package io.openintake.gateway.domain;

import org.jspecify.annotations.NullMarked;
