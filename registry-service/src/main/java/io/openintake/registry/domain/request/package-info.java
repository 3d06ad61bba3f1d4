/** What callers ask for, already parsed: orders for new resources, patches for existing ones. */
@NullMarked
package io.openintake.registry.domain.request;

import org.jspecify.annotations.NullMarked;
