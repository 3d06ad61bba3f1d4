/** What was found, and what follows from it; pure. */
@NullMarked
package io.openintake.audit.domain;

import org.jspecify.annotations.NullMarked;
