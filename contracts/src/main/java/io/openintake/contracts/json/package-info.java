/** The wire form of everything in this module: hand-written codecs, pinned by golden files. */
@NullMarked
package io.openintake.contracts.json;

import org.jspecify.annotations.NullMarked;
