/** Who may do what. */
@NullMarked
package io.openintake.registry.app.access;

import org.jspecify.annotations.NullMarked;
