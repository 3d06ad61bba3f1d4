package io.openintake.flusher.iceberg.storage;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Reads and writes, and never deletes, whatever Iceberg's clean-up believes about a commit. Closing it does nothing
 * either: the storage behind it is shared by all versions of a table that were loaded.
 */
public final class KeepingFileIO implements FileIO {
    private final transient FileIO storage;
    private final transient AtomicBoolean givenUp;

    /**
     * @param givenUp while it is set, requests to the store fail at once
     */
    KeepingFileIO(FileIO storage, AtomicBoolean givenUp) {
        this.storage = storage;
        this.givenUp = givenUp;
    }

    /**
     * Closes files whose content is of no use any more. Closing would send them, each to a store that may just have
     * been too slow for one.
     */
    public void givingUp(Runnable closing) {
        givenUp.set(true);
        try {
            closing.run();
        } finally {
            givenUp.set(false);
        }
    }

    @Override
    public InputFile newInputFile(String path) {
        return storage.newInputFile(path);
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        return storage.newInputFile(path, length);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return storage.newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {}

    @Override
    public Map<String, String> properties() {
        return storage.properties();
    }
}
