package io.openintake.flusher.app.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.flusher.app.loop.Turns.Trust;
import io.openintake.flusher.app.loop.Turns.Turn;
import io.openintake.flusher.app.loop.Turns.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<Integer> turns = new Turns<>(4, 32);

    @Test
    void givesAllWorkersToTheOnlyCatalog() throws Exception {
        ask("a", 6);
        assertEquals(List.of("a", "a", "a", "a"), catalogs(given(4)));
    }

    @Test
    void keepsOneWorkerFromACatalogThatHasAllOthers() throws Exception {
        ask("a", 6);
        ask("b", 1);
        assertEquals(List.of("a", "a", "a", "b"), catalogs(given(4)));
    }

    @Test
    void givesACatalogThatFailsOneWorkerAndMoreWithEverySuccess() throws Exception {
        ask("b", 1);
        turns.over(given(1).getFirst(), Verdict.WELL);
        ask("a", 9);
        List<Turn<Integer>> running = given(4);
        assertEquals(3, running.size());
        running.forEach(turn -> turns.over(turn, Verdict.OVERLOADED));
        running = given(4);
        assertEquals(1, running.size());
        turns.over(running.getFirst(), Verdict.WELL);
        running = given(4);
        assertEquals(2, running.size());
    }

    @Test
    void letsAFailingCatalogAloneHaveOneWorker() throws Exception {
        ask("a", 4);
        given(4).forEach(turn -> turns.over(turn, Verdict.OVERLOADED));
        ask("a", 4);
        assertEquals(1, given(4).size());
    }

    @Test
    void givesHalfOfTheWorkersToSuspectsOfWhateverCatalogs() throws Exception {
        for (String catalog : List.of("a", "b", "c", "d")) {
            turns.ask(new Turn<>(0, catalog, Trust.SUSPECT));
        }
        List<Turn<Integer>> running = given(4);
        assertEquals(List.of("a", "b"), catalogs(running));
        ask("e", 3);
        assertEquals(List.of("e", "e"), catalogs(given(2)));
        turns.over(running.getFirst(), Verdict.UNSAID);
        assertEquals(List.of("c"), catalogs(given(1)));
    }

    @Test
    void neverGivesACatalogMoreThanItsMost() throws Exception {
        Turns<Integer> wide = new Turns<>(8, 3);
        for (int i = 0; i < 8; i++) {
            wide.ask(new Turn<>(i, "a", Trust.SOUND));
        }
        int given = 0;
        while (wide.next(0).isPresent()) {
            given++;
        }
        assertEquals(3, given);
        assertEquals(5, wide.waiting());
    }

    @Test
    void alwaysHasAWorkerForASuspectEvenWhenThereIsOnlyOne() throws Exception {
        Turns<Integer> single = new Turns<>(1, 32);
        single.ask(new Turn<>(1, "a", Trust.SUSPECT));
        single.ask(new Turn<>(2, "b", Trust.SOUND));
        Turn<Integer> first = single.next(0).orElseThrow();
        assertEquals(1, first.job());
        single.over(first, Verdict.OVERLOADED);
        assertEquals(2, single.next(0).orElseThrow().job());
    }

    private void ask(String catalog, int turnsAsked) {
        for (int i = 0; i < turnsAsked; i++) {
            turns.ask(new Turn<>(i, catalog, Trust.SOUND));
        }
    }

    private List<Turn<Integer>> given(int most) throws InterruptedException {
        List<Turn<Integer>> given = new ArrayList<>();
        while (given.size() < most) {
            var next = turns.next(0);
            if (next.isEmpty()) {
                return given;
            }
            given.add(next.get());
        }
        return given;
    }

    private static List<String> catalogs(List<Turn<Integer>> given) {
        return given.stream().map(Turn::catalog).toList();
    }
}
