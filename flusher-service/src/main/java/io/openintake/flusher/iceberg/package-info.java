/** Tables in Iceberg REST catalogs, on S3: loads, creates, evolves, writes and commits; deletes nothing. */
@NullMarked
package io.openintake.flusher.iceberg;

import org.jspecify.annotations.NullMarked;
