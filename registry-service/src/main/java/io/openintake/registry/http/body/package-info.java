/** What the API answers, as records that are its JSON. */
@NullMarked
package io.openintake.registry.http.body;

import org.jspecify.annotations.NullMarked;
