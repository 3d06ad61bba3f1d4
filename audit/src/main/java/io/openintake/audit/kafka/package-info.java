/** What the log says. */
@NullMarked
package io.openintake.audit.kafka;

import org.jspecify.annotations.NullMarked;
