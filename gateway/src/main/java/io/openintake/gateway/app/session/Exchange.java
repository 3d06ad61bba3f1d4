package io.openintake.gateway.app.session;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and the answer it gets. Answers leave in the order of the requests, whichever is ready first. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final ClientSession session;
    private final ByteBuffer frame;
    private final int correlationId;
    private final long startedNanos = System.nanoTime();
    private Progress progress = Progress.HANDLED;
    private @Nullable ByteBuffer answer;

    private enum Progress {
        /** What comes behind it must wait. */
        HANDLED,
        /** Forwarded: the next request may be read. */
        RELEASED,
        DONE
    }

    Exchange(ClientSession session, ByteBuffer frame) {
        this.session = session;
        this.frame = frame;
        this.correlationId = frame.getInt(2 * Short.BYTES);
    }

    /** The request from its API key on; the handler may change it in place. */
    public ByteBuffer frame() {
        return frame;
    }

    /** The API key. */
    public short key() {
        return frame.getShort(0);
    }

    /** The version of the API. */
    public short version() {
        return frame.getShort(Short.BYTES);
    }

    /** What the answer must carry. */
    public int correlationId() {
        return correlationId;
    }

    /** The connection it came on. */
    public ClientSession session() {
        return session;
    }

    /** Lets the next request be read before this one is answered. */
    public void release() {
        if (progress == Progress.HANDLED) {
            progress = Progress.RELEASED;
            session.proceed();
        }
    }

    /** The answer, from the correlation id on. */
    public void answer(ByteBuffer body) {
        if (progress != Progress.DONE) {
            answer = body;
            answerNothing();
        }
    }

    /** The answer is a broker's response, but for the correlation id. */
    public void answerWith(ByteBuffer response) {
        answer(response.putInt(0, correlationId));
    }

    /** There is no answer to this request. */
    public void answerNothing() {
        if (progress != Progress.DONE) {
            progress = Progress.DONE;
            session.proceed();
        }
    }

    /** Goes on with the outcome on the connection's thread, unless the connection is gone by then. */
    public <T> void then(CompletableFuture<T> outcome, Consumer<T> action) {
        var unused = session.onLoop(outcome)
                .thenAccept(value -> {
                    if (!session.isClosed()) {
                        action.accept(value);
                    }
                })
                .exceptionally(failure -> {
                    crashed(failure);
                    return null;
                });
    }

    /** A check or a handler broke: nothing is let through, the connection ends. */
    private void crashed(Throwable failure) {
        LOG.error("request failed apiKey={} version={} errorCode=internal", key(), version(), failure);
        session.close("internal-error");
    }

    boolean isHandled() {
        return progress == Progress.HANDLED;
    }

    boolean isDone() {
        return progress == Progress.DONE;
    }

    @Nullable
    ByteBuffer answer() {
        return answer;
    }

    long startedNanos() {
        return startedNanos;
    }
}
