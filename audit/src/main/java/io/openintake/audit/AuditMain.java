package io.openintake.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.audit.iceberg.CatalogAccess.Depth;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.kafka.common.KafkaException;

/** The JVM behind {@code ./intake audit}: exits with 0 if nothing is wrong, 1 if something is, 2 if it cannot say. */
public final class AuditMain {
    private static final int CLEAN = 0;
    private static final int WRONG = 1;
    private static final int CANNOT_SAY = 2;

    private AuditMain() {}

    /** See the class. */
    public static void main(String[] words) throws InterruptedException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path usual = Path.of(System.getProperty("openintake.root", "")).resolve(".intake");
        System.exit(
                switch (Arguments.parse(List.of(words), usual)) {
                    case Arguments.Wrong wrong -> cannotSay(out, wrong.text() + "; see ./intake help");
                    case Arguments.Intake asked -> run(asked, out);
                });
    }

    private static int run(Arguments.Intake asked, PrintStream out) throws InterruptedException {
        try {
            Audit audit = new Audit(
                    kafka(asked), properties(asked.catalogProperties()), asked.everyRow() ? Depth.ROWS : Depth.FILES);
            return switch (audit.of(asked.intake())) {
                case Audit.Result.Impossible impossible -> cannotSay(out, impossible.why());
                case Audit.Result.Done done -> {
                    Report.lines(asked.intake(), done.examination()).forEach(out::println);
                    yield done.examination().isClean() ? CLEAN : WRONG;
                }
            };
        } catch (IOException | KafkaException | RESTException failed) {
            return cannotSay(out, "reading failed: " + failed);
        }
    }

    private static int cannotSay(PrintStream out, String why) {
        out.println(why);
        return CANNOT_SAY;
    }

    private static Map<String, String> kafka(Arguments.Intake asked) throws IOException {
        Map<String, String> properties = properties(asked.kafkaProperties());
        asked.kafka().ifPresent(address -> properties.put("bootstrap.servers", address));
        if (!properties.containsKey("bootstrap.servers")) {
            properties.put("bootstrap.servers", "127.0.0.1:" + portOfFolder(asked.data()));
        }
        return properties;
    }

    private static int portOfFolder(Path data) throws IOException {
        Path ports = data.resolve("ports.json");
        if (!Files.exists(ports)) {
            throw new IOException(
                    "%s is no folder of `./intake up`; name one with --data, or Kafka with --kafka".formatted(data));
        }
        return new ObjectMapper()
                .readTree(Files.readString(ports))
                .path("kafka")
                .intValue();
    }

    private static Map<String, String> properties(Optional<Path> file) throws IOException {
        Map<String, String> map = new HashMap<>();
        if (file.isPresent()) {
            var properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file.get())) {
                properties.load(reader);
            }
            properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        }
        return map;
    }
}
