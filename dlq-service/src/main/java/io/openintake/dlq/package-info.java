/** Dead letters for people: what they are, why they are there, how many. */
@NullMarked
package io.openintake.dlq;

import org.jspecify.annotations.NullMarked;
