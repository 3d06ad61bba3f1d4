package io.openintake.registry.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.registry.app.access.Token;
import io.openintake.registry.app.access.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens by the SHA-256 of their text, from a file that is read again when it changes. A file that cannot be read
 * leaves
 * the tokens as they were, which are none at first: nobody gets in by a broken file.
 */
public final class TokenFile implements Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Optional<Path> file;
    private final Clock clock;
    private volatile State state = new State(FileTime.fromMillis(-1), -1, List.of());

    public TokenFile(Optional<Path> file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Reads the file if it is another than last time; to be called now and then. */
    public void refresh() {
        file.ifPresent(path -> {
            try {
                FileTime modified = Files.getLastModifiedTime(path);
                long size = Files.size(path);
                if (!modified.equals(state.modified()) || size != state.size()) {
                    state = new State(modified, size, read(path));
                    LOG.info("tokens read count={}", state.entries().size());
                }
            } catch (IOException | IllegalArgumentException | DateTimeException unusable) {
                LOG.error(
                        "token file cannot be used, tokens stay as they were file={} error={}",
                        path,
                        unusable.getClass().getSimpleName());
            }
        });
    }

    /** Compares with every token in constant time each, so that timing tells nothing about the hashes. */
    @Override
    public Optional<Token> find(String bearer) {
        byte[] hash = sha256(bearer);
        Optional<Token> found = Optional.empty();
        for (Entry entry : state.entries()) {
            if (MessageDigest.isEqual(entry.sha256(), hash)) {
                found = Optional.of(entry.token());
            }
        }
        return found.filter(token -> !token.isExpired(clock.instant()));
    }

    private static List<Entry> read(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode token : new ObjectMapper().readTree(path.toFile()).path("tokens")) {
            Optional<Instant> expires = token.hasNonNull("expires")
                    ? Optional.of(Instant.parse(token.path("expires").asText()))
                    : Optional.empty();
            byte[] sha256 = HexFormat.of().parseHex(token.path("sha256").asText());
            entries.add(new Entry(
                    sha256,
                    new Token(
                            token.path("name").asText(),
                            texts(token.path("projects")),
                            texts(token.path("actions")),
                            expires)));
        }
        return entries;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private record Entry(byte[] sha256, Token token) {}

    private record State(FileTime modified, long size, List<Entry> entries) {}
}
