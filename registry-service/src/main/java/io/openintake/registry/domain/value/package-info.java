/** Texts that owners give us, each a type that cannot hold a wrong one. */
@NullMarked
package io.openintake.registry.domain.value;

import org.jspecify.annotations.NullMarked;
