/** What people answer to a flusher that must not decide alone. */
@NullMarked
package io.openintake.registry.domain.answer;

import org.jspecify.annotations.NullMarked;
