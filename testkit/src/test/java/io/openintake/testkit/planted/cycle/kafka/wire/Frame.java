package io.openintake.testkit.planted.cycle.kafka.wire;

import io.openintake.testkit.planted.cycle.kafka.Reader;
import java.util.List;

public record Frame(List<Reader> readers) {
    int count(Reader other) {
        return readers.indexOf(other);
    }
}
