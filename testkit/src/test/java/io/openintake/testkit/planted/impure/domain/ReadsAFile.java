package io.openintake.testkit.planted.impure.domain;

import java.nio.file.Files;
import java.nio.file.Path;

public final class ReadsAFile {
    boolean exists() {
        return Files.exists(Path.of("state"));
    }
}
