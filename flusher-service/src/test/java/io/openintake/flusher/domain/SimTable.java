package io.openintake.flusher.domain;

import io.openintake.contracts.flush.TableProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog with one table, as the protocol sees it: compare-and-swap, sequence numbers, history, property. */
final class SimTable {
    /** A snapshot with everything that the table held at it. */
    record Snap(long id, long parent, long sequence, Optional<String> commit, List<String> content) {}

    /** Metadata, immutable: what a load returns. */
    record Metadata(
            String uuid,
            int schema,
            long lastSequence,
            long main,
            Map<Long, Snap> listed,
            Optional<TableProperty> property) {
        List<String> content() {
            Snap snap = listed.get(main);
            return snap == null ? List.of() : snap.content();
        }

        TableView view() {
            List<TableView.Snapshot> listedViews =
                    listed.values().stream().map(Metadata::seen).toList();
            return new TableView(
                    uuid,
                    2,
                    schema,
                    lastSequence,
                    Optional.ofNullable(listed.get(main)).map(Metadata::seen),
                    listedViews,
                    property);
        }

        private static TableView.Snapshot seen(Snap snap) {
            return new TableView.Snapshot(snap.id(), snap.parent(), snap.sequence(), snap.commit());
        }
    }

    /** A commit that was built on a base and may arrive at any time. */
    record Update(Metadata base, Optional<String> commit, List<String> rows, Optional<TableProperty> property) {}

    private final List<String> everAdded = new ArrayList<>();
    private final List<String> acceptedCommits = new ArrayList<>();
    private Optional<Metadata> current = Optional.empty();
    private long ids = 100;
    private boolean rowsRemovedByUser;

    Optional<Metadata> load() {
        return current;
    }

    List<String> everAdded() {
        return everAdded;
    }

    boolean hasAccepted(String commit) {
        return acceptedCommits.contains(commit);
    }

    boolean isUntouched() {
        return !rowsRemovedByUser;
    }

    Metadata create() {
        if (current.isEmpty()) {
            current = Optional.of(new Metadata("uuid-" + ids++, 0, 0, 0, Map.of(), Optional.empty()));
        }
        return current.get();
    }

    /** What a REST catalog checks: UUID, main, and for a snapshot with a parent its sequence number. */
    boolean arrives(Update update) {
        if (current.isEmpty()) {
            return false;
        }
        Metadata now = current.get();
        long sequence = update.base().lastSequence() + 1;
        boolean hasParent = update.base().main() != 0;
        boolean accepted = now.uuid().equals(update.base().uuid())
                && now.main() == update.base().main()
                && (!hasParent || sequence > now.lastSequence());
        if (!accepted) {
            return false;
        }
        List<String> content = new ArrayList<>(now.content());
        content.addAll(update.rows());
        everAdded.addAll(update.rows());
        update.commit().ifPresent(acceptedCommits::add);
        Snap snap = new Snap(ids++, update.base().main(), sequence, update.commit(), content);
        put(now, snap, update.property().or(now::property));
        return true;
    }

    void foreignAppend() {
        current.ifPresent(now -> {
            List<String> content = new ArrayList<>(now.content());
            content.add("foreign-" + ids);
            put(now, new Snap(ids++, now.main(), now.lastSequence() + 1, Optional.empty(), content), now.property());
        });
    }

    void compact() {
        current.filter(now -> now.main() != 0)
                .ifPresent(now -> put(
                        now,
                        new Snap(ids++, now.main(), now.lastSequence() + 1, Optional.empty(), now.content()),
                        now.property()));
    }

    void expire() {
        current.filter(now -> now.main() != 0).ifPresent(now -> {
            Map<Long, Snap> kept = new HashMap<>();
            kept.put(now.main(), now.listed().get(now.main()));
            current = Optional.of(
                    new Metadata(now.uuid(), now.schema(), now.lastSequence(), now.main(), kept, now.property()));
        });
    }

    void rollBack() {
        current.ifPresent(now -> {
            Snap main = now.listed().get(now.main());
            if (main != null && now.listed().containsKey(main.parent())) {
                rowsRemovedByUser = true;
                current = Optional.of(new Metadata(
                        now.uuid(), now.schema(), now.lastSequence(), main.parent(), now.listed(), now.property()));
            }
        });
    }

    /** REPLACE TABLE: the UUID, the sequence numbers and the properties stay; main starts anew without a parent. */
    void replace() {
        current.ifPresent(now -> {
            rowsRemovedByUser = true;
            current = Optional.of(
                    new Metadata(now.uuid(), now.schema() + 1, now.lastSequence(), 0, now.listed(), now.property()));
        });
    }

    void drop() {
        rowsRemovedByUser = rowsRemovedByUser || current.isPresent();
        current = Optional.empty();
    }

    void loseProperty() {
        current.ifPresent(now -> current = Optional.of(new Metadata(
                now.uuid(), now.schema(), now.lastSequence(), now.main(), now.listed(), Optional.empty())));
    }

    void addColumn() {
        current.ifPresent(now -> current = Optional.of(new Metadata(
                now.uuid(), now.schema() + 1, now.lastSequence(), now.main(), now.listed(), now.property())));
    }

    private void put(Metadata now, Snap snap, Optional<TableProperty> property) {
        Map<Long, Snap> listed = new HashMap<>(now.listed());
        listed.put(snap.id(), snap);
        long sequence = Math.max(now.lastSequence(), snap.sequence());
        current = Optional.of(new Metadata(now.uuid(), now.schema(), sequence, snap.id(), listed, property));
    }
}
