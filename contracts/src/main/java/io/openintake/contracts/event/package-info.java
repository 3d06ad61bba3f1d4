/** What the services tell each other on internal topics: facts in the past tense, one record each. */
@NullMarked
package io.openintake.contracts.event;

import org.jspecify.annotations.NullMarked;
