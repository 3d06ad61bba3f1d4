package io.openintake.dlq.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens that an installation accepts: a JSON file of their hashes, read again when it changes. A file that
 * cannot be read means that nobody is let in.
 */
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TOKEN_LENGTH = 512;
    private static final int HASH_BYTES = 32;
    private static final String ANY = "*";

    /** Who a token stands for, and what it may do. */
    record Caller(String name, Set<String> projects, Set<String> actions) {
        boolean mayEnter(ProjectId project) {
            return projects.contains(ANY) || projects.contains(project.toString());
        }

        boolean mayDo(String action) {
            return actions.contains(ANY) || actions.contains(action);
        }
    }

    private record Entry(byte[] hash, Optional<Instant> expires, Caller caller) {}

    private record Stamp(FileTime modified, long size) {}

    private final Optional<Path> file;
    private volatile List<Entry> entries = List.of();
    private @Nullable Stamp stamp;

    TokenFile(Optional<Path> file) {
        this.file = file;
        if (file.isEmpty()) {
            LOG.warn("intake.tokens.file is not set, every request is refused");
        }
    }

    /** Who this token stands for; empty when it is not known or has expired. Compares every hash in constant time. */
    Optional<Caller> caller(String token, Instant now) {
        reloadIfChanged();
        if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        byte[] hash = sha256(token);
        Optional<Caller> found = Optional.empty();
        for (Entry entry : entries) {
            boolean isIt = MessageDigest.isEqual(entry.hash, hash);
            if (isIt && entry.expires.filter(end -> !now.isBefore(end)).isEmpty()) {
                found = Optional.of(entry.caller);
            }
        }
        return found;
    }

    private synchronized void reloadIfChanged() {
        if (file.isEmpty()) {
            return;
        }
        try {
            Stamp found = new Stamp(Files.getLastModifiedTime(file.get()), Files.size(file.get()));
            if (!found.equals(stamp)) {
                entries = read(Files.readAllBytes(file.get()));
                stamp = found;
                LOG.info("tokens read count={}", entries.size());
            }
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            if (stamp != null || !entries.isEmpty()) {
                LOG.error("token file unreadable, every request is refused errorCode=token-file-unreadable");
            }
            entries = List.of();
            stamp = null;
        }
    }

    private static List<Entry> read(byte[] json) throws IOException {
        JsonNode tokens = JSON.readTree(json).path("tokens");
        if (!tokens.isArray()) {
            throw new IllegalArgumentException("no tokens");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode token : tokens) {
            byte[] hash = HexFormat.of().parseHex(token.path("sha256").asText());
            if (hash.length != HASH_BYTES) {
                throw new IllegalArgumentException("not a SHA-256");
            }
            Optional<Instant> expires = token.hasNonNull("expires")
                    ? Optional.of(Instant.parse(token.path("expires").asText()))
                    : Optional.empty();
            Caller caller = new Caller(
                    token.path("name").asText(), texts(token.path("projects")), texts(token.path("actions")));
            entries.add(new Entry(hash, expires, caller));
        }
        return List.copyOf(entries);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return Set.copyOf(texts);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
