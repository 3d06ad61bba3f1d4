package io.openintake.simulation.world;

import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.flush.FlushState;
import io.openintake.simulation.kafka.Message;
import io.openintake.simulation.kafka.Partition;
import io.openintake.simulation.table.Metadata;
import io.openintake.simulation.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** People who do what they like to tables and topics, whenever they like. */
public final class Users {
    private static final int MAX_PARTITIONS = 4;
    private static final int MAX_REPLAYED = 3;
    private static final int MAX_AT_ONCE = 3;

    private final World world;
    private final List<UserAction> actions;
    private Optional<Table> renamed = Optional.empty();

    public Users(World world, List<UserAction> actions) {
        this.world = world;
        this.actions = actions;
    }

    /** Some of the actions, one after the other. */
    public void act() {
        for (int i = world.random.nextInt(MAX_AT_ONCE); i >= 0; i--) {
            actOnce();
        }
    }

    private void actOnce() {
        UserAction action = actions.get(world.random.nextInt(actions.size()));
        String target = world.random.nextInt(4) > 0
                ? world.definition().target()
                : World.TARGETS.get(world.random.nextInt(World.TARGETS.size()));
        world.trace.say(() -> "user: " + action + " " + target);
        world.did(action);
        act(action, target);
    }

    private void act(UserAction action, String target) {
        switch (action) {
            case APPEND -> change(target, Table::appended);
            case COMPACT -> change(target, Table::compacted);
            case EXPIRE -> change(target, Table::expired);
            case EXPIRE_PARTLY -> change(target, table -> table.expiredPartly(world.random));
            case ROLL_BACK -> change(target, Table::rolledBack);
            case SET_MAIN -> change(target, table -> table.setTo(world.random));
            case REPLACE -> change(target, Table::replaced);
            case REPLACE_WITH_ROWS -> change(target, Table::replacedWithRows);
            case REMOVE_PROPERTY -> change(target, Table::withoutProperty);
            case EDIT_PROPERTY -> change(target, Table::withEditedProperty);
            case SET_PROPERTY_BACK -> change(target, table -> table.withPastProperty(world.random));
            case CHANGE_SCHEMA -> change(target, Table::evolved);
            case DROP -> drop(target);
            case RENAME -> rename(target);
            case CHANGE_POLICY -> define(world.definition().errors(), world.random.nextInt(4));
            case CHANGE_ERROR_POLICY -> define(errors(), world.definition().policy());
            case MOVE_INTAKE -> move();
            case DELETE_GROUP -> world.group.delete();
            case ADD_PARTITION -> addPartition();
            case RECREATE_TOPIC -> world.recreateTopic();
            case DELETE_RECORDS -> deleteRecords();
            case REPLAY -> replay(world.anyPartition());
        }
    }

    private void change(String target, Function<Table, Metadata> how) {
        world.catalog.table(target).ifPresent(table -> {
            Metadata next = how.apply(table);
            if (!hidesACommit(next)) {
                table.becomes(next);
                world.catalog.remember(next);
            }
        });
    }

    /**
     * The one exception that the protocol names: between commit and outcome the property is set back to a value from
     * before the commit, and the commit's snapshot is expired. Nothing can tell this from a commit that never arrived.
     */
    private boolean hidesACommit(Metadata next) {
        return world.oracle
                .last()
                .flatMap(FlushState::pending)
                .filter(pending -> world.oracle.wasAccepted(pending.commit()))
                .filter(pending -> next.view().uuid().equals(pending.uuid()))
                .filter(pending -> !next.shows(pending.commit()) && next.names(pending.head()))
                .isPresent();
    }

    private void drop(String target) {
        var unused = world.catalog.remove(target);
    }

    /** Away, and later back, unless the name is taken by then. */
    private void rename(String target) {
        if (renamed.isPresent()) {
            if (world.catalog.put(target, renamed.get())) {
                renamed = Optional.empty();
            }
        } else {
            renamed = world.catalog.remove(target);
        }
    }

    private ErrorPolicy errors() {
        ErrorPolicy[] all = ErrorPolicy.values();
        return all[world.random.nextInt(all.length)];
    }

    private void define(ErrorPolicy errors, int policy) {
        world.define(new Definition(world.definition().target(), errors, policy));
    }

    private void move() {
        Definition now = world.definition();
        String other = World.TARGETS.get(now.target().equals(World.TARGETS.getFirst()) ? 1 : 0);
        world.define(new Definition(other, now.errors(), now.policy()));
    }

    private void addPartition() {
        if (world.topic().partitions().size() < MAX_PARTITIONS) {
            world.topic().grow();
        }
    }

    /** An operator deletes records that were never delivered, though never under a commit in doubt. */
    private void deleteRecords() {
        boolean settled = world.oracle.last().flatMap(FlushState::pending).isEmpty();
        if (settled) {
            Partition partition = world.anyPartition();
            partition.destroyBelow(partition.start() + 1 + world.random.nextInt(MAX_REPLAYED));
        }
    }

    private void replay(Partition partition) {
        if (world.random.nextBoolean()) {
            for (int i = world.random.nextInt(MAX_REPLAYED); i >= 0; i--) {
                partition.replay(world.content());
            }
        } else {
            partition.endReplay(world.random.nextBoolean() ? Message.Kind.RECORD : Message.Kind.ABORTED);
        }
    }

    /** Stops acting, and leaves nothing behind that only a person can end. */
    public void rest() {
        world.topic().partitions().forEach(partition -> partition.endReplay(Message.Kind.RECORD));
        define(ErrorPolicy.DEAD_LETTER, world.definition().policy());
        define(ErrorPolicy.DEAD_LETTER, world.definition().policy());
    }
}
