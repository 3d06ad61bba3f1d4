/** What the other services report, put together: state, health, ledger. */
@NullMarked
package io.openintake.registry.domain.status;

import org.jspecify.annotations.NullMarked;
