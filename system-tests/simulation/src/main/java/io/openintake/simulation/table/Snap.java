package io.openintake.simulation.table;

import io.openintake.flusher.domain.TableView;
import java.util.Optional;

/**
 * A snapshot.
 *
 * @param view what the protocol sees of it
 */
public record Snap(TableView.Snapshot view, Optional<Content> content) {
    public long id() {
        return view.id();
    }
}
