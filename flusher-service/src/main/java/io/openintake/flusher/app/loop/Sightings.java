package io.openintake.flusher.app.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When the ends of an intake's topic were first seen where they are, so that the age of the oldest undelivered record
 * is known without reading it: to a sweep's length, and after a change of owner from the first look on. Not shared
 * between threads.
 */
final class Sightings {
    /** When there are more, every second one goes: what is old need not be known as exactly. */
    private static final int MAX_KEPT = 32;

    private final List<Sighting> kept = new ArrayList<>();

    private record Sighting(long timeMs, SortedMap<Integer, Long> ends) {
        boolean isAbove(SortedMap<Integer, Long> positions) {
            return ends.entrySet().stream().anyMatch(end -> end.getValue() > positions.getOrDefault(end.getKey(), 0L));
        }
    }

    /** Takes note of the ends, and says since when something above the positions is there; 0 when nothing is. */
    long sinceMs(SortedMap<Integer, Long> positions, SortedMap<Integer, Long> ends, long nowMs) {
        kept.removeIf(sighting -> !sighting.isAbove(positions));
        Sighting now = new Sighting(nowMs, new TreeMap<>(ends));
        if (now.isAbove(positions) && (kept.isEmpty() || !kept.getLast().ends().equals(now.ends()))) {
            kept.add(now);
            thinOut();
        }
        return kept.isEmpty() ? 0 : kept.getFirst().timeMs();
    }

    /** The first one stays, and of two neighbours the later ends with the earlier time: ages only seem higher. */
    private void thinOut() {
        if (kept.size() <= MAX_KEPT) {
            return;
        }
        List<Sighting> fewer = new ArrayList<>();
        for (int i = 0; i + 1 < kept.size(); i += 2) {
            fewer.add(new Sighting(kept.get(i).timeMs(), kept.get(i + 1).ends()));
        }
        if (kept.size() % 2 == 1) {
            fewer.add(kept.getLast());
        }
        kept.clear();
        kept.addAll(fewer);
    }
}
