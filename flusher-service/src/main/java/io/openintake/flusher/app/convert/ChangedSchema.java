package io.openintake.flusher.app.convert;

import io.openintake.flusher.app.BatchConversion.SchemaAddition;
import io.openintake.flusher.domain.schema.SchemaChange;

/** What the conversion asks of the schema, as the table understands it. */
public record ChangedSchema(SchemaChange change) implements SchemaAddition {}
