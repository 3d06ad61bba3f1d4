/** The infrastructure that OpenIntake needs, embedded in one process for development, tests and the quickstart. */
@NullMarked
package io.openintake.backing;

import org.jspecify.annotations.NullMarked;
