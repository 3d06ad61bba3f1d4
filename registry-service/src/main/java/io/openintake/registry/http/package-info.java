/** The management API: STACKIT Intake v1beta on the wire, and our additions beside it. */
@NullMarked
package io.openintake.registry.http;

import org.jspecify.annotations.NullMarked;
