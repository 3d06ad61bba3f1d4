/** The flush protocol as pure decisions: state, batch, intent, commit, resolve, adopt. */
@NullMarked
package io.openintake.flusher.domain;

import org.jspecify.annotations.NullMarked;
