/** The demo: resources through the management API, messages through the gateway, rows read back from the table. */
@NullMarked
package io.openintake.launcher.demo;

import org.jspecify.annotations.NullMarked;
