/** Dead letters, how much of them is shown, and how they are counted: pure values. */
@NullMarked
package io.openintake.dlq.domain;

import org.jspecify.annotations.NullMarked;
