package io.openintake.registry.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.ProjectId;
import io.openintake.registry.app.access.Action;
import io.openintake.registry.app.access.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {
    // SHA-256 of "itk_test"
    private static final String HASH = "173c62ad9292cb3998b66deadf839151041966a854670677f1e71a341d46b5f6";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final ProjectId PROJECT = ProjectId.parse("3f0f6f1e-0000-4000-8000-000000000003");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("tokens.json");
    }

    @Test
    void findsATokenByItsHash() throws Exception {
        Token token = readWith("\"projects\":[\"*\"],\"actions\":[\"intake.intake.get\"]")
                .find("itk_test")
                .orElseThrow();
        assertTrue(token.sees(PROJECT));
        assertTrue(token.allows(Action.GET));
        assertFalse(token.allows(Action.DELETE));
    }

    @Test
    void limitsATokenToItsProjects() throws Exception {
        Token token = readWith("\"projects\":[\"" + PROJECT + "\"],\"actions\":[\"*\"]")
                .find("itk_test")
                .orElseThrow();
        assertTrue(token.sees(PROJECT));
        assertFalse(token.sees(ProjectId.parse("3f0f6f1e-0000-4000-8000-000000000004")));
    }

    @Test
    void refusesExpiredTokens() throws Exception {
        TokenFile over = readWith("\"projects\":[\"*\"],\"actions\":[\"*\"],\"expires\":\"2026-01-01T00:00:00Z\"");
        assertEquals(Optional.empty(), over.find("itk_test"));
        TokenFile valid = readWith("\"projects\":[\"*\"],\"actions\":[\"*\"],\"expires\":\"2026-01-01T00:00:01Z\"");
        assertTrue(valid.find("itk_test").isPresent());
    }

    @Test
    void readsTheFileAgainWhenItChanges() throws Exception {
        TokenFile tokens = readWith("\"projects\":[\"*\"],\"actions\":[\"*\"]");
        Files.writeString(file, "{\"tokens\":[]}");
        tokens.refresh();
        assertEquals(Optional.empty(), tokens.find("itk_test"));
    }

    @Test
    void keepsTheTokensWhenTheFileIsBrokenOrGone() throws Exception {
        TokenFile tokens = readWith("\"projects\":[\"*\"],\"actions\":[\"*\"]");
        Files.writeString(file, "{\"tokens\":");
        tokens.refresh();
        assertTrue(tokens.find("itk_test").isPresent());
        Files.delete(file);
        tokens.refresh();
        assertTrue(tokens.find("itk_test").isPresent());
    }

    @Test
    void letsNobodyInWithoutAFile() {
        TokenFile none = new TokenFile(Optional.empty(), CLOCK);
        none.refresh();
        assertEquals(Optional.empty(), none.find("itk_test"));
    }

    private TokenFile readWith(String rights) throws Exception {
        Files.writeString(file, "{\"tokens\":[{\"name\":\"demo\",\"sha256\":\"" + HASH + "\"," + rights + "}]}");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        TokenFile tokens = new TokenFile(Optional.of(file), CLOCK);
        tokens.refresh();
        return tokens;
    }
}
