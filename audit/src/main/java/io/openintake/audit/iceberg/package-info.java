/** What the table says. */
@NullMarked
package io.openintake.audit.iceberg;

import org.jspecify.annotations.NullMarked;
