import java.time.Duration;
import java.util.Collections;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The matrix driver of kafka-clients 2.1.1, on which it is compiled, and later: Driver produce|consume. */
public final class Driver {
    private static final long PATIENCE_MS = 40_000;

    // snippet
    private static Properties login() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", env("BOOTSTRAP"));
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", env("MECHANISM")); // SCRAM-SHA-512
        String module = env("MECHANISM").equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"" + env("KAFKA_USER")
                        + "\" password=\"" + env("KAFKA_PASSWORD") + "\";");
        if (env("TRUSTSTORE").isEmpty()) { // since 2.7
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", env("CA_FILE"));
        } else { // before: keytool -importcert -noprompt -alias ca -file ca.pem -keystore ca.p12 -storetype PKCS12
            settings.put("ssl.truststore.type", "PKCS12");
            settings.put("ssl.truststore.location", env("TRUSTSTORE"));
            settings.put("ssl.truststore.password", env("TRUSTSTORE_PASSWORD"));
        }
        return settings;
    }

    private static Properties producer() {
        Properties settings = login();
        settings.put("acks", "all");
        settings.put("enable.idempotence", env("IDEMPOTENT")); // true
        settings.put("compression.type", env("CODEC"));
        settings.put("request.timeout.ms", env("TIMEOUT_MS")); // 30000, the default
        settings.put("linger.ms", "20");
        return settings;
    }

    private static Properties reader() {
        Properties settings = login();
        settings.put("group.id", env("GROUP"));
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        return settings;
    }
    // end

    public static void main(String[] arguments) {
        try {
            if (arguments[0].equals("produce")) {
                produce();
            } else {
                consume();
            }
            event("end");
        } catch (Exception broken) {
            event("error", "error", broken.toString());
            System.exit(1);
        }
    }

    private static void produce() throws InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(producer(), new StringSerializer(), new StringSerializer())) {
            event("sending");
            for (int n = 0; n < number("COUNT"); n++) {
                String id = env("PREFIX") + "-" + n;
                String value = "{\"id\":\"" + id + "\",\"pad\":\"" + "x".repeat(200) + "\"}";
                producer.send(new ProducerRecord<>(env("TOPIC"), value), (metadata, failure) -> settled(id, failure));
                Thread.sleep(number("PAUSE_MS"));
            }
        }
    }

    private static void consume() {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(reader(), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Collections.singletonList(env("TOPIC")));
            int count = 0;
            long end = 0;
            long giveUp = now() + PATIENCE_MS;
            while (end == 0 || now() < end) {
                for (ConsumerRecord<String, String> one : consumer.poll(Duration.ofMillis(200))) {
                    event("record", "offset", one.offset(), "id", one.value());
                    count++;
                }
                if (end == 0 && count >= number("COUNT")) {
                    event("tail");
                    end = now() + number("TAIL_MS");
                } else if (end == 0 && now() > giveUp) {
                    throw new IllegalStateException("only " + count + " records came");
                }
            }
            consumer.commitSync();
        }
    }

    private static void settled(String id, Exception failure) {
        if (failure == null) {
            event("acked", "id", id);
        } else {
            event("failed", "id", id, "error", failure.toString());
        }
    }

    private static synchronized void event(String name, Object... fields) {
        StringBuilder line = new StringBuilder("{\"event\":").append(json(name));
        for (int i = 0; i < fields.length; i += 2) {
            line.append(',').append(json(fields[i])).append(':').append(json(fields[i + 1]));
        }
        System.out.println(line.append('}'));
    }

    private static String json(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s", " ") + "\"";
    }

    private static String env(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    private static int number(String name) {
        return Integer.parseInt(env(name));
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
