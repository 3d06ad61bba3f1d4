package io.openintake.simulation.table;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The data files of a snapshot: those of the one below, and one more. */
public record Content(Optional<Content> below, DataFile file) {
    /** Every file of the content. */
    public static Set<DataFile> files(Optional<Content> content) {
        Set<DataFile> files = new HashSet<>();
        for (Optional<Content> at = content; at.isPresent(); at = at.get().below()) {
            files.add(at.get().file());
        }
        return files;
    }
}
