/** What callers send, read strictly and judged in full. */
@NullMarked
package io.openintake.registry.http.request;

import org.jspecify.annotations.NullMarked;
