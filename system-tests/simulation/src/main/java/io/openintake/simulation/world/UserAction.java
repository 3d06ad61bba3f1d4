package io.openintake.simulation.world;

import java.util.List;

/** What users and operators do while flushers work. */
public enum UserAction {
    APPEND,
    COMPACT,
    EXPIRE,
    EXPIRE_PARTLY,
    ROLL_BACK,
    SET_MAIN,
    REPLACE,
    REPLACE_WITH_ROWS,
    DROP,
    RENAME,
    REMOVE_PROPERTY,
    EDIT_PROPERTY,
    SET_PROPERTY_BACK,
    CHANGE_SCHEMA,
    CHANGE_POLICY,
    CHANGE_ERROR_POLICY,
    MOVE_INTAKE,
    DELETE_GROUP,
    ADD_PARTITION,
    RECREATE_TOPIC,
    DELETE_RECORDS,
    REPLAY;

    /** Those that change what the protocol sees of a table. */
    public static final List<UserAction> ON_TABLES = List.of(
            APPEND,
            EXPIRE,
            EXPIRE_PARTLY,
            ROLL_BACK,
            SET_MAIN,
            REPLACE,
            REPLACE_WITH_ROWS,
            DROP,
            RENAME,
            REMOVE_PROPERTY,
            EDIT_PROPERTY,
            SET_PROPERTY_BACK);
}
