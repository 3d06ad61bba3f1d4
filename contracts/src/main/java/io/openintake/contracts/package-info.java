/** Ids, value types and names that the services share: pure data, no framework. */
@NullMarked
package io.openintake.contracts;

import org.jspecify.annotations.NullMarked;
