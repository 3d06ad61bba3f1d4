package io.openintake.launcher.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void makesAFolderThatOnlyItsOwnerMayEnter() throws IOException {
        DataFolder folder = DataFolder.open(temporary.resolve("new/one"));

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "x");

        assertThrows(StackFailure.class, () -> DataFolder.open(temporary));
        assertThrows(StackFailure.class, () -> new DataFolder(temporary).delete());
        assertTrue(Files.exists(temporary.resolve("thesis.tex")));
    }

    @Test
    void refusesAFolderOfAnotherLayout() throws IOException {
        Files.writeString(temporary.resolve(".openintake"), "layout=2\n");

        assertThrows(StackFailure.class, () -> DataFolder.open(temporary));
    }

    @Test
    void deletesWhatItMade() throws IOException {
        DataFolder folder = DataFolder.open(temporary.resolve("one"));
        Files.writeString(folder.logs().resolve("x.log"), "x");

        folder.delete();

        assertFalse(Files.exists(folder.path()));
    }

    @Test
    void makesSecretsOnceAndForTheirOwnerOnly() throws IOException {
        DataFolder folder = DataFolder.open(temporary.resolve("one"));
        Secrets.in(folder);
        String token = Files.readString(folder.token());

        Secrets.in(folder);

        assertEquals(token, Files.readString(folder.token()));
        assertTrue(token.matches("itk_[A-Za-z0-9_-]{43}\n"), token);
        assertFalse(
                Files.readString(folder.tokens()).contains(token.strip()), "the token itself is in the file of hashes");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.token())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.keys())));
    }

    @Test
    void letsOnlyOneRunHaveTheFolder() throws IOException {
        DataFolder folder = DataFolder.open(temporary.resolve("one"));
        try (RunLock ignored = RunLock.take(folder)) {
            var refused = assertThrows(StackFailure.class, () -> RunLock.take(folder));
            assertTrue(
                    refused.getMessage()
                            .contains("(process " + ProcessHandle.current().pid()),
                    refused.getMessage());
            assertTrue(RunLock.isHeld(folder));
        }
        assertFalse(RunLock.isHeld(folder));
    }

    @Test
    void doesNotTakeALaterProcessForTheOneThatWasWrittenDown() {
        long pid = ProcessHandle.current().pid();

        assertTrue(ProcessMark.ofThisProcess().alive().isPresent());
        assertTrue(new ProcessMark(pid, 12_345).alive().isEmpty());
    }
}
