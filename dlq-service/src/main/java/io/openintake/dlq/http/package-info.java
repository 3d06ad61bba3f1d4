/** Dead letters over HTTP, and who may see them. */
@NullMarked
package io.openintake.dlq.http;

import org.jspecify.annotations.NullMarked;
