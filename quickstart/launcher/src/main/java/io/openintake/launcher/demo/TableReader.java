package io.openintake.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.launcher.stack.Backing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Reads a table through its catalog with Iceberg's generic reader; it shares no code with what wrote the table. */
public final class TableReader implements AutoCloseable {
    private final RESTCatalog catalog = new RESTCatalog();

    public TableReader(Backing.Catalog access) {
        // where the files are and with which keys they are read, the catalog says itself
        catalog.initialize(
                "quickstart",
                Map.of(
                        "uri", access.uri(),
                        "warehouse", access.warehouse(),
                        "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                        "http-client.type", "urlconnection",
                        "rest-metrics-reporting-enabled", "false"));
    }

    /** Up to so many rows of the current snapshot, nulls left out; none while there is no table. */
    public List<ObjectNode> rows(TableIdentifier name, int limit) throws IOException {
        if (!exists(name)) {
            return List.of();
        }
        Table table = catalog.loadTable(name);
        List<ObjectNode> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            Iterator<Record> remaining = records.iterator();
            while (rows.size() < limit && remaining.hasNext()) {
                rows.add(object(remaining.next()));
            }
        }
        return rows;
    }

    /** How many rows the current snapshot has by its own account. */
    public long count(TableIdentifier name) {
        if (!exists(name)) {
            return 0;
        }
        var snapshot = catalog.loadTable(name).currentSnapshot();
        return snapshot == null ? 0 : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }

    /** Lists instead of asking for the table: a catalog may log every answer of 404 as an error, and we ask often. */
    private boolean exists(TableIdentifier name) {
        return catalog.listNamespaces().contains(name.namespace())
                && catalog.listTables(name.namespace()).contains(name);
    }

    private static ObjectNode object(Record record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Types.NestedField field : record.struct().fields()) {
            Object value = record.getField(field.name());
            if (value != null) {
                object.set(field.name(), node(value));
            }
        }
        return object;
    }

    private static JsonNode node(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Record record -> object(record);
            case List<?> list -> list(list);
            case Long number -> nodes.numberNode(number);
            case Integer number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case Boolean flag -> nodes.booleanNode(flag);
            default -> nodes.textNode(value.toString());
        };
    }

    private static ArrayNode list(List<?> values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> list.add(node(value)));
        return list;
    }
}
