/** What the operator puts into files: token hashes and key-encryption keys. */
@NullMarked
package io.openintake.registry.files;

import org.jspecify.annotations.NullMarked;
