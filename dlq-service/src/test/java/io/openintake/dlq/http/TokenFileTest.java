package io.openintake.dlq.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.ProjectId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProjectId PROJECT = ProjectId.parse("018f0000-0000-7000-8000-000000000001");
    private static final ProjectId OTHER = ProjectId.parse("018f0000-0000-7000-8000-000000000002");

    @TempDir
    Path folder;

    @Test
    void knowsATokenByItsHashWithItsProjectsAndActions() throws Exception {
        TokenFile tokens = file(entry("reader", "itk_secret", "\"" + PROJECT + "\"", "\"messages:read\"", ""));
        TokenFile.Caller caller = tokens.caller("itk_secret", NOW).orElseThrow();
        assertEquals("reader", caller.name());
        assertTrue(caller.mayEnter(PROJECT));
        assertFalse(caller.mayEnter(OTHER));
        assertTrue(caller.mayDo("messages:read"));
        assertFalse(caller.mayDo("intake.intake.delete"));
        assertEquals(Optional.empty(), tokens.caller("itk_secreT", NOW));
        assertEquals(Optional.empty(), tokens.caller("", NOW));
    }

    @Test
    void understandsTheStarForProjectsAndActions() throws Exception {
        TokenFile.Caller caller = file(entry("admin", "itk_all", "\"*\"", "\"*\"", ""))
                .caller("itk_all", NOW)
                .orElseThrow();
        assertTrue(caller.mayEnter(OTHER) && caller.mayDo("messages:read"));
    }

    @Test
    void refusesATokenFromTheMomentItExpires() throws Exception {
        TokenFile tokens = file(entry("old", "itk_old", "\"*\"", "\"*\"", ",\"expires\":\"2026-01-01T00:00:00Z\""));
        assertTrue(tokens.caller("itk_old", NOW.minusMillis(1)).isPresent());
        assertEquals(Optional.empty(), tokens.caller("itk_old", NOW));
    }

    @Test
    void followsTheFileAndLetsNobodyInWhileItIsBroken() throws Exception {
        TokenFile tokens = file(entry("a", "itk_a", "\"*\"", "\"*\"", ""));
        assertTrue(tokens.caller("itk_a", NOW).isPresent());
        write(entry("bb", "itk_b", "\"*\"", "\"*\"", ""));
        assertEquals(Optional.empty(), tokens.caller("itk_a", NOW));
        assertTrue(tokens.caller("itk_b", NOW).isPresent());
        Files.writeString(path(), "{\"tokens\":[{\"sha256\":\"abc\"}]}");
        assertEquals(Optional.empty(), tokens.caller("itk_b", NOW));
        Files.delete(path());
        assertEquals(Optional.empty(), tokens.caller("itk_b", NOW));
        write(entry("a", "itk_a", "\"*\"", "\"*\"", ""));
        assertTrue(tokens.caller("itk_a", NOW).isPresent());
    }

    @Test
    void letsNobodyInWithoutAFile() {
        assertEquals(Optional.empty(), new TokenFile(Optional.empty()).caller("itk_a", NOW));
    }

    private TokenFile file(String entry) throws Exception {
        write(entry);
        return new TokenFile(Optional.of(path()));
    }

    private void write(String entry) throws Exception {
        Files.writeString(path(), "{\"tokens\":[" + entry + "]}");
    }

    private Path path() {
        return folder.resolve("tokens.json");
    }

    private static String entry(String name, String token, String projects, String actions, String more)
            throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return "{\"name\":\"%s\",\"sha256\":\"%s\",\"projects\":[%s],\"actions\":[%s]%s}"
                .formatted(name, HexFormat.of().formatHex(hash), projects, actions, more);
    }
}
