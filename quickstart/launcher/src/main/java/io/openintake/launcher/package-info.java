/** The quickstart's command line: starts the whole product on a bare machine, shows it at work, stops it. */
@NullMarked
package io.openintake.launcher;

import org.jspecify.annotations.NullMarked;
