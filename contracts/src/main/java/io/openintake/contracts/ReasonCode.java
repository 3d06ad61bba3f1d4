package io.openintake.contracts;

import java.util.Arrays;
import java.util.Optional;

/** Why a record became a dead letter: the one list, the same in code, headers, metrics and API. */
public enum ReasonCode {
    NOT_JSON("not-json"),
    NOT_UTF8("not-utf8"),
    NOT_AN_OBJECT("not-an-object"),
    NULL_VALUE("null-value"),
    DUPLICATE_KEY("duplicate-key"),
    TRAILING_DATA("trailing-data"),
    TOO_DEEP("too-deep"),
    TOO_MANY_COLUMNS("too-many-columns"),
    NAME_CONFLICT("name-conflict"),
    NAME_INVALID("name-invalid"),
    RESERVED_NAME("reserved-name"),
    TYPE_MISMATCH("type-mismatch"),
    NUMBER_OUT_OF_RANGE("number-out-of-range"),
    UNKNOWN_FIELD("unknown-field"),
    MISSING_REQUIRED("missing-required"),
    INVALID_UNICODE("invalid-unicode"),
    NUMBER_NOT_EXACT("number-not-exact"),
    TOO_LARGE("too-large"),
    CRASHED_TWICE("crashed-twice");

    private final String text;

    ReasonCode(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }

    /** The code with this wire form; empty for one that this version does not know. */
    public static Optional<ReasonCode> ofText(String text) {
        return Arrays.stream(values()).filter(code -> code.text.equals(text)).findFirst();
    }
}
