package io.openintake.flusher.domain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.flusher.domain.TableView.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Snapshot HEAD = new Snapshot(10, 9, 7, Optional.of("head"));
    private static final Snapshot AFTER = new Snapshot(11, 10, 8, Optional.empty());
    /** Without a parent, and with an old number. */
    private static final Snapshot LATE_FIRST_APPEND = new Snapshot(4, 0, 6, Optional.empty());

    @Test
    void tellsThatNothingHidesWhileAllSinceTheHeadIsListed() {
        assertTrue(history(8, AFTER, HEAD).listsAllSince("head", 7));
    }

    @Test
    void cannotTellWhatHidesInAnExpiredNumber() {
        assertFalse(history(9, new Snapshot(12, 10, 9, Optional.empty()), HEAD).listsAllSince("head", 7));
    }

    /** The simulation found it: committed, table replaced, all expired, late first append, property removed. */
    @Test
    void doesNotTrustNumbersThatALateFirstAppendHasTakenBack() {
        assertFalse(history(6, LATE_FIRST_APPEND).listsAllSince("head", 7));
    }

    @Test
    void doesNotTrustNumbersThatWereGivenOutAgain() {
        Snapshot seven = new Snapshot(5, 4, 7, Optional.empty());
        Snapshot eight = new Snapshot(6, 5, 8, Optional.empty());
        assertFalse(history(8, eight, seven, LATE_FIRST_APPEND, HEAD).listsAllSince("head", 7));
    }

    private static History history(long lastSequence, Snapshot main, Snapshot... others) {
        List<Snapshot> listed =
                Stream.concat(Stream.of(main), Stream.of(others)).toList();
        return new History(new TableView("uuid", 2, 0, lastSequence, Optional.of(main), listed, Optional.empty()));
    }
}
