package io.openintake.flusher.iceberg;

import io.openintake.flusher.iceberg.FaultProxy.Answer;
import io.openintake.flusher.iceberg.FaultProxy.Real;
import io.openintake.flusher.iceberg.FaultProxy.Request;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A commit that somebody holds up on its way while its sender gives up. It moves on when the sender's next request
 * comes, which is the first thing that can be seen of the giving up.
 */
final class Travelling {
    private static final long LONGEST_HOLD_S = 30;

    private final CountDownLatch nextCame = new CountDownLatch(1);
    private Optional<Request> beforeNext = Optional.empty();
    private Optional<Request> afterNextCommit = Optional.empty();

    void awaitNext() throws IOException {
        try {
            if (!nextCame.await(LONGEST_HOLD_S, TimeUnit.SECONDS)) {
                throw new IOException("the sender never gave up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    void holdUntilNext(Request request) throws IOException {
        synchronized (this) {
            beforeNext = Optional.of(request);
        }
        awaitNext();
    }

    void holdUntilAnswered(Request request) throws IOException {
        synchronized (this) {
            afterNextCommit = Optional.of(request);
        }
        awaitNext();
    }

    /** Passes a request that comes later. */
    synchronized Answer pass(Request request, Real real) throws IOException {
        if (beforeNext.isPresent()) {
            real.ask(beforeNext.get());
            beforeNext = Optional.empty();
        }
        nextCame.countDown();
        Answer answer = real.ask(request);
        boolean writes = request.method().equals("POST");
        if (writes && afterNextCommit.isPresent()) {
            real.ask(afterNextCommit.get());
            afterNextCommit = Optional.empty();
        }
        return answer;
    }

    /** Whether everything that was held has arrived. */
    synchronized boolean isOver() {
        return beforeNext.isEmpty() && afterNextCommit.isEmpty();
    }
}
