/** What runners, intakes and users are and which changes of them are allowed: pure decisions. */
@NullMarked
package io.openintake.registry.domain;

import org.jspecify.annotations.NullMarked;
