package io.openintake.registry.domain.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private static final IntakeId INTAKE = new IntakeId(new UUID(1, 2));

    @Test
    void accountsForAnIntakeThatNobodyTouchedYet() {
        Ledger ledger = Ledger.of(List.of(new PartitionOffsets(0, 0, 0)), Reports.NONE);
        assertEquals(0, ledger.unaccounted());
        assertEquals(0, ledger.total(Ledger.Line::accepted));
    }

    @Test
    void countsWhatIsNotFlushedAsBacklog() {
        Ledger ledger = Ledger.of(List.of(new PartitionOffsets(0, 0, 10)), Reports.NONE);
        assertEquals(10, ledger.total(Ledger.Line::backlog));
        assertEquals(0, ledger.unaccounted());
    }

    @Test
    void leavesOutOffsetsThatNeverWereMessages() {
        Ledger ledger = Ledger.of(List.of(new PartitionOffsets(0, 5, 20)), reports(new Position(15, 8, 3, 1, 2, 1), 3));
        assertEquals(18, ledger.total(Ledger.Line::accepted));
        assertEquals(5, ledger.total(Ledger.Line::backlog));
        assertEquals(0, ledger.unaccounted());
    }

    @Test
    void noticesThatTheLogWasTrimmedAboveThePosition() {
        Ledger ledger = Ledger.of(List.of(new PartitionOffsets(0, 9, 20)), reports(new Position(7, 7, 0, 0, 0, 0), 0));
        assertEquals(2, ledger.unaccounted());
    }

    @Test
    void noticesThatMoreWasDeliveredThanTheLogEverHeld() {
        Ledger ledger = Ledger.of(List.of(new PartitionOffsets(0, 0, 5)), reports(new Position(7, 7, 0, 0, 0, 0), 0));
        assertEquals(2, ledger.unaccounted());
    }

    @Test
    void noticesMissingAndDoubledDeadLetters() {
        List<PartitionOffsets> log = List.of(new PartitionOffsets(0, 0, 7));
        assertEquals(
                1, Ledger.of(log, reports(new Position(7, 4, 3, 0, 0, 0), 2)).unaccounted());
        assertEquals(
                1, Ledger.of(log, reports(new Position(7, 4, 3, 0, 0, 0), 4)).unaccounted());
    }

    @Test
    void doesNotLetTwoDisagreementsHideEachOther() {
        FlushState state = state(new Position(7, 7, 0, 0, 0, 0), new Position(7, 7, 0, 0, 0, 0));
        Ledger ledger = Ledger.of(
                List.of(new PartitionOffsets(0, 9, 20), new PartitionOffsets(1, 0, 5)),
                Reports.NONE.withFlush(Optional.of(state)));
        assertEquals(4, ledger.unaccounted());
    }

    private static Reports reports(Position position, long deadLetters) {
        return Reports.NONE
                .withFlush(Optional.of(state(position, Position.START)))
                .with(new DeadLettersReported(INTAKE, 1, deadLetters, 0, "", "", Optional.empty()));
    }

    private static FlushState state(Position first, Position second) {
        return new FlushState(
                1,
                "topic",
                "cluster",
                new TreeMap<>(Map.of(0, first, 1, second)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
