/** Health, as the platform asks for it. */
@NullMarked
package io.openintake.buffer.http;

import org.jspecify.annotations.NullMarked;
