package io.openintake.gateway.desk;

import io.openintake.gateway.app.ClientChannel;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.session.ClientSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client whose connection is a pair of queues. */
final class MemoryClient implements ClientChannel, AutoCloseable {
    private static final int PROBE_ID = 0x7eeeeeee;
    private static final short API_VERSIONS = 18;
    private static final long PATIENCE_SECONDS = 20;

    private final ScheduledExecutorService loop;
    private final ByteGate gate;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final ClientSession session;
    private String lastSent = "";

    /** What the client sees of a request. */
    sealed interface Outcome {
        /** These answers, which may be none. */
        record Answered(List<byte[]> answers) implements Outcome {}

        /** The end, after these answers. */
        record Closed(List<byte[]> answers) implements Outcome {}

        List<byte[]> answers();
    }

    MemoryClient(ScheduledExecutorService loop, ByteGate gate, Function<ClientChannel, ClientSession> sessions) {
        this.loop = loop;
        this.gate = gate;
        this.session = sessions.apply(this);
        onLoop(() -> {
            session.accepted();
            session.opened();
        });
    }

    /** Sends a frame, and a question behind it whose answer shows that the frame is done with. */
    Outcome send(byte[] frame) {
        onLoop(() -> deliver(frame));
        List<byte[]> answers = new ArrayList<>();
        onLoop(() -> deliver(Forms.bare(API_VERSIONS, 0, PROBE_ID)));
        while (true) {
            Outcome next = next();
            if (next instanceof Outcome.Closed) {
                return new Outcome.Closed(answers);
            }
            byte[] answer = next.answers().getFirst();
            if (answer.length >= Integer.BYTES && ByteBuffer.wrap(answer).getInt() == PROBE_ID) {
                return new Outcome.Answered(answers);
            }
            answers.add(answer);
        }
    }

    /** Sends a frame of the login, which nothing may follow before its answer. */
    Outcome sendAlone(byte[] frame) {
        onLoop(() -> deliver(frame));
        return next();
    }

    private Outcome next() {
        try {
            Outcome next = outcomes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("neither an answer nor the end of " + lastSent);
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void deliver(byte[] frame) {
        if (ByteBuffer.wrap(frame).getInt(Integer.BYTES) != PROBE_ID) {
            lastSent = HexFormat.of().formatHex(frame);
        }
        if (!session.isClosed()) {
            gate.hold(frame.length);
            session.frame(ByteBuffer.wrap(frame.clone()));
        }
    }

    private void onLoop(Runnable action) {
        try {
            loop.submit(action).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError("a session let an exception through", failed);
        }
    }

    boolean isClosed() {
        return session.isClosed();
    }

    @Override
    public ScheduledExecutorService loop() {
        return loop;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public String requestedHost() {
        return "";
    }

    @Override
    public Encryption encryption() {
        return Encryption.TLS;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void readFrame() {}

    @Override
    public void write(ByteBuffer body, Runnable written) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        outcomes.add(new Outcome.Answered(List.of(bytes)));
        written.run();
    }

    @Override
    public void closeGently() {
        endOfStream();
    }

    private void endOfStream() {
        outcomes.add(new Outcome.Closed(List.of()));
    }

    /** Called by the session to end, and by the test when the client goes away. */
    @Override
    public void close() {
        endOfStream();
    }

    /** The client goes away. */
    void leave() {
        onLoop(session::closed);
    }
}
