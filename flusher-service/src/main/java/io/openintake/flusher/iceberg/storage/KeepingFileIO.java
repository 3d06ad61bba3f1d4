package io.openintake.flusher.iceberg.storage;

import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Reads and writes, and never deletes, whatever Iceberg's clean-up believes about a commit. Closing it does nothing
 * either: the storage behind it is shared by all versions of a table that were loaded.
 */
final class KeepingFileIO implements FileIO {
    private final transient FileIO storage;

    KeepingFileIO(FileIO storage) {
        this.storage = storage;
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
