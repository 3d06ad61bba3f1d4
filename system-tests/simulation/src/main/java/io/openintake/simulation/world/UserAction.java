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

    /** Those that are known to be dangerous together; most mixes meet them too seldom. */
    public static final List<List<UserAction>> DANGEROUS = List.of(
            List.of(REPLACE),
            List.of(SET_PROPERTY_BACK),
            List.of(SET_PROPERTY_BACK, APPEND),
            List.of(SET_MAIN, EXPIRE),
            List.of(ROLL_BACK, EXPIRE_PARTLY),
            List.of(REPLACE, SET_MAIN),
            List.of(REPLACE, EXPIRE, REMOVE_PROPERTY),
            List.of(REPLACE, SET_MAIN, EXPIRE, REMOVE_PROPERTY));
}
