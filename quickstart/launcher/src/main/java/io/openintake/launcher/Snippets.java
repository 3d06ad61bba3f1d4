package io.openintake.launcher;

import io.openintake.launcher.demo.Demo;
import io.openintake.launcher.folder.DataFolder;
import io.openintake.launcher.stack.Backing;
import io.openintake.launcher.stack.Endpoints;

/** Text to copy and paste: how to use the running whole with the tools people have. */
final class Snippets {
    private final Endpoints endpoints;
    private final Demo demo;
    private final String apiPrefix;
    private final DataFolder folder;

    Snippets(Endpoints endpoints, Demo demo, String apiPrefix, DataFolder folder) {
        this.endpoints = endpoints;
        this.demo = demo;
        this.apiPrefix = apiPrefix;
        this.folder = folder;
    }

    String text() {
        return String.join("\n", heading(), api(), kcat(), java(), python(), duckDb(), pyIceberg(), spark());
    }

    private String heading() {
        return "── copy and paste ".concat("─".repeat(62));
    }

    private String api() {
        return """
                # the management API (bash); the token is in a file that only you may read
                API=%s
                TOKEN=$(cat '%s')
                curl -H "Authorization: Bearer $TOKEN" "$API/intakes/%s"
                curl -H "Authorization: Bearer $TOKEN" "$API/intakes/%s/ledger"
                """.formatted(apiPrefix, folder.token(), demo.intake(), demo.intake());
    }

    private String kcat() {
        return """
                # Kafka, SASL_SSL with SCRAM-SHA-512; bootstrap %s, CA certificate %s
                echo '{"id":"mine-1","path":"/hello","status":200}' | kcat -F '%s' -P -t %s
                kcat -F '%s' -C -e -o beginning -t %s
                """.formatted(
                        endpoints.kafka(),
                        endpoints.authority(),
                        demoFile("producer.conf"),
                        demo.intake().topic(),
                        demoFile("dead-letters.conf"),
                        demo.intake().deadLetterTopic());
    }

    private String java() {
        return """
                // Java, org.apache.kafka:kafka-clients
                import org.apache.kafka.clients.producer.*;
                import org.apache.kafka.common.serialization.StringSerializer;

                var settings = new java.util.Properties();
                try (var file = new java.io.FileReader("%s")) { settings.load(file); }
                var text = new StringSerializer();
                try (var producer = new KafkaProducer<>(settings, text, text)) {
                    producer.send(new ProducerRecord<>("%s", "{\\"id\\":\\"mine-2\\"}")).get();
                }
                """.formatted(demoFile("producer.properties"), demo.intake().topic());
    }

    private String python() {
        return """
                # Python, pip install confluent-kafka
                from confluent_kafka import Producer
                producer = Producer(dict(line.rstrip("\\n").split("=", 1) for line in open("%s")))
                producer.produce("%s", '{"id":"mine-3"}')
                producer.flush(30)
                """.formatted(demoFile("producer.conf"), demo.intake().topic());
    }

    /** No keys of the storage: the catalog's answers carry them. */
    private String duckDb() {
        return """
                -- DuckDB
                INSTALL httpfs; LOAD httpfs; INSTALL avro; LOAD avro; INSTALL iceberg; LOAD iceberg;
                ATTACH '%s' AS lake (TYPE iceberg, ENDPOINT '%s', AUTHORIZATION_TYPE 'none');
                SELECT method, status, count(*), avg(durationMs) FROM lake.%s GROUP BY ALL ORDER BY 3 DESC;
                """.formatted(catalog().warehouse(), catalog().uri(), Demo.TABLE);
    }

    private String pyIceberg() {
        return """
                # PyIceberg, pip install 'pyiceberg[pyarrow]'
                from pyiceberg.catalog import load_catalog
                catalog = load_catalog("openintake", type="rest", uri="%s", auth={"type": "noop"})
                print(catalog.load_table("%s").scan(limit=10).to_arrow().to_pylist())
                """.formatted(catalog().uri(), Demo.TABLE);
    }

    private String spark() {
        return """
                # Spark (bash)
                ICEBERG=org.apache.iceberg LAKE=spark.sql.catalog.lake
                PACKAGES=$ICEBERG:iceberg-spark-runtime-4.1_2.13:1.11.0,$ICEBERG:iceberg-aws-bundle:1.11.0
                spark-sql --packages $PACKAGES \\
                  --conf $LAKE=$ICEBERG.spark.SparkCatalog --conf $LAKE.type=rest --conf $LAKE.uri=%s \\
                  --conf $LAKE.io-impl=$ICEBERG.aws.s3.S3FileIO \\
                  -e 'SELECT status, count(*) FROM lake.%s GROUP BY status'
                """.formatted(catalog().uri(), Demo.TABLE);
    }

    private Backing.Catalog catalog() {
        return endpoints.backing().catalog();
    }

    private String demoFile(String name) {
        return folder.demo().resolve(name).toString();
    }
}
