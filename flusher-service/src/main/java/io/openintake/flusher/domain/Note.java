package io.openintake.flusher.domain;

import io.openintake.contracts.event.TableReported;

/**
 * Something noticed about the table or the topic; reported only after a fenced transaction that followed.
 *
 * @param detail which commits and offsets, for people
 */
public record Note(TableReported.Kind kind, String detail) {}
