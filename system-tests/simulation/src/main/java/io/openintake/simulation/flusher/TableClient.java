package io.openintake.simulation.flusher;

import io.openintake.flusher.domain.Answer;
import io.openintake.flusher.domain.Effect;
import io.openintake.flusher.domain.Trouble;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.table.DataFile;
import io.openintake.simulation.table.Metadata;
import io.openintake.simulation.table.Table;
import io.openintake.simulation.table.Update;
import io.openintake.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** The catalog as a flush meets it: unreliable, with answers that lie. Stands for {@code IcebergTable}. */
final class TableClient {
    private static final int MAX_TRAVELLING = 8;
    private static final List<Trouble.Kind> KINDS = List.of(Trouble.Kind.values());

    private final World world;
    private String target = "";
    private Optional<Metadata> loaded = Optional.empty();
    private Optional<DataFile> written = Optional.empty();

    TableClient(World world) {
        this.world = world;
    }

    boolean hasTable() {
        return loaded.isPresent();
    }

    Answer.Table load(String from) {
        target = from;
        return world.isUnlucky() ? failed() : loadNow();
    }

    private Answer.Table loadNow() {
        loaded = world.catalog.table(target).map(Table::current);
        return loaded.<Answer.Table>map(found -> new Answer.Present(found.view()))
                .orElseGet(Answer.Absent::new);
    }

    Answer.Table create() {
        if (world.isUnlucky() && world.random.nextBoolean()) {
            return failed();
        }
        var unused = world.catalog.create(target);
        return world.isUnlucky() ? failed() : loadNow();
    }

    /** Adds a column, unless somebody changed the schema since. */
    Answer.Table evolve() {
        Optional<Table> table = world.catalog.table(target);
        boolean conflict = table.map(now -> now.current().view().schemaId()
                        != loaded.orElseThrow().view().schemaId())
                .orElse(true);
        if (!conflict && !(world.isUnlucky() && world.random.nextBoolean())) {
            table.orElseThrow().becomes(table.orElseThrow().evolved());
        }
        return world.isUnlucky() ? failed() : loadNow();
    }

    private Answer.Failed failed() {
        Trouble.Kind kind = KINDS.get(world.random.nextInt(KINDS.size()));
        return new Answer.Failed(new Trouble(kind, "answer-lost", "simulated"));
    }

    void write(List<Message> rows) {
        written = loaded.map(table -> new DataFile(rows, table.main()));
    }

    Answer.Files checkFiles() {
        return world.isUnlucky() ? Answer.Files.MISSING : Answer.Files.PRESENT;
    }

    Answer.Posted post(Effect.PostCommit post) {
        Metadata built = loaded.orElseThrow();
        boolean isFirst = built.main() == 0;
        if (isFirst
                && (post.content() == Effect.Content.FILES || post.property().isPresent())) {
            return new Answer.NotSent();
        }
        Update update = new Update(
                target,
                built,
                world.catalog.nextId(),
                Optional.ofNullable(post.summary().get("openintake.commit-id")),
                post.content() == Effect.Content.FILES ? written : Optional.empty(),
                post.property());
        return world.isUnlucky() ? unluckyPost(update) : cleanPost(update);
    }

    private Answer.Posted cleanPost(Update update) {
        if (!world.arrives(update)) {
            return new Answer.Failed(new Trouble(Trouble.Kind.CONFLICT, "conflict", "simulated"));
        }
        loaded = world.catalog.table(target).map(Table::current);
        return new Answer.Accepted(loaded.orElseThrow().view());
    }

    /** It arrives, or not, or later, or now and later again; whatever is answered says nothing about it. */
    private Answer.Posted unluckyPost(Update update) {
        boolean now = world.random.nextBoolean();
        if (now) {
            var unused = world.arrives(update);
        }
        if (world.random.nextInt(3) > 0 && world.travelling.size() < MAX_TRAVELLING) {
            world.travelling.add(update);
        }
        return failed();
    }
}
