package io.openintake.gateway.app.session;

import io.openintake.gateway.app.AuditTrail.Actor;
import io.openintake.gateway.app.ClientChannel;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.flow.ByteGate.Account;
import io.openintake.gateway.app.login.Authenticator.Origin;
import io.openintake.gateway.app.login.Login;
import io.openintake.gateway.app.login.LoginStep;
import io.openintake.gateway.domain.AccessPolicy;
import io.openintake.gateway.domain.AccessPolicy.Verdict;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.SessionState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One client connection, from accept to close. Frames come in one at a time, a request at a time is handled, answers
 * leave in the order of the requests; while a request waits for anything before it is forwarded, nothing is read.
 */
public final class ClientSession {
    private static final int MAX_LOGIN_ROUNDS = 4;

    private final SessionContext context;
    private final ClientChannel channel;
    private final Handlers handlers;
    private final SessionLinks links;
    private final SessionTimers timers;
    private final LoginNote note = new LoginNote(this);
    private final Deque<Exchange> inFlight = new ArrayDeque<>();
    private final List<Runnable> atClose = new ArrayList<>();
    private SessionState state = new SessionState.Open();
    private Reading reading = Reading.IDLE;
    private long heldBytes;
    private Account account;
    private @Nullable Login login;
    private int loginRounds;
    private @Nullable Principal principal;
    private String clientSoftware = "";

    private enum Reading {
        IDLE,
        ASKED,
        /** The login failed: nothing more is read, though the connection stays a moment. */
        OVER
    }

    public ClientSession(SessionContext context, ClientChannel channel, Handlers.Factory handlers) {
        this.context = context;
        this.channel = channel;
        this.account = context.gate().unlimited();
        this.links = new SessionLinks(this, context.links());
        this.timers = new SessionTimers(this, channel, context.limits());
        this.handlers = handlers.open(this);
    }

    /** The connection was let in. */
    public void accepted() {
        context.sessions().opened(this);
    }

    /** The connection stands (inside TLS if there is TLS). */
    public void opened() {
        proceed();
    }

    /** A frame came in; its bytes are counted at the gate and are the session's from now on. */
    public void frame(ByteBuffer frame) {
        reading = Reading.IDLE;
        heldBytes += frame.remaining();
        context.measures().received(frame.remaining());
        timers.active();
        if (state instanceof SessionState.SaslRaw) {
            release(frame);
            rawToken(bytes(frame));
            return;
        }
        Exchange exchange = new Exchange(this, frame);
        inFlight.add(exchange);
        boolean afterLogin = isReady();
        try {
            handle(exchange);
            if (afterLogin) {
                note.write();
            }
        } catch (RuntimeException malformed) {
            // Whatever does not parse, or breaks a check, ends the connection: nothing is let through by accident.
            SessionLog.malformed(this, exchange, malformed);
            close("malformed-request");
        }
    }

    /** The client reads again, or does not. */
    public void writabilityChanged() {
        timers.writable(channel.isWritable());
        proceed();
    }

    /** The connection is gone, whoever ended it. */
    public void closed() {
        if (state instanceof SessionState.Closed) {
            return;
        }
        if (!(state instanceof SessionState.Ready || state instanceof SessionState.Draining)) {
            context.sessions().loggedIn(channel.remoteAddress());
        }
        note.write();
        state = new SessionState.Closed();
        timers.cancel();
        links.closeAll();
        atClose.forEach(Runnable::run);
        inFlight.clear();
        context.gate().give((int) heldBytes);
        account.release(heldBytes);
        heldBytes = 0;
        if (principal != null) {
            context.gate().left(principal.user());
        }
        context.sessions().left(this);
    }

    /** Ends the connection at once. */
    public void close(String reason) {
        end(reason, channel::close);
    }

    /** Takes nothing more, and ends when all is answered or the time is over. */
    public void drain(Duration longest, String reason) {
        channel.loop().execute(() -> {
            if (state instanceof SessionState.Ready && !inFlight.isEmpty()) {
                state = new SessionState.Draining();
                timers.closeIn(longest, reason);
            } else if (!(state instanceof SessionState.Draining)) {
                end(reason, channel::closeGently);
            }
        });
    }

    /** Ends the session if its user may not any more. */
    public void recheck() {
        channel.loop().execute(() -> {
            if (state instanceof SessionState.Ready ready
                    && !context.directory().isCurrent(ready.principal())) {
                SessionLog.revoked(ready.principal());
                drain(Limits.REVOKED_DRAIN, "revoked");
            }
        });
    }

    /** The state, for frame limits. */
    public SessionState state() {
        return state;
    }

    /** What all connections share. */
    public SessionContext context() {
        return context;
    }

    /** The client's connection. */
    public ClientChannel channel() {
        return channel;
    }

    /** The thread of this connection. */
    public ScheduledExecutorService loop() {
        return channel.loop();
    }

    /** The links to the brokers. */
    public SessionLinks links() {
        return links;
    }

    /** Whose room the requests take. */
    public Account account() {
        return account;
    }

    /** Who is logged in, or was until the connection ended; a bug when nobody was. */
    public Principal principal() {
        Principal known = principal;
        if (known == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return known;
    }

    /** Whether requests may still be forwarded: not once the session ends. */
    public boolean isReady() {
        return state instanceof SessionState.Ready;
    }

    /** Software name and version as the client gave it. */
    public String clientSoftware() {
        return clientSoftware;
    }

    /** The client said what it is. */
    public void clientSoftware(String nameAndVersion) {
        clientSoftware = nameAndVersion;
    }

    /** Records a refusal on the audit trail. */
    public void refused(GatewayError error, String action, String resource) {
        Principal who = principal();
        Actor actor = new Actor(who.project(), who.user().userName(), channel.remoteAddress(), clientSoftware);
        context.measures().denied(error.code());
        context.audit().record(actor, action, resource, error.code());
    }

    /** Runs when the connection ends. */
    public void atClose(Runnable end) {
        atClose.add(end);
    }

    /** Whether requests are still of use. */
    public boolean isClosed() {
        return state instanceof SessionState.Closed;
    }

    /** The same outcome, on this connection's thread. */
    public <T> CompletableFuture<T> onLoop(CompletableFuture<T> outcome) {
        return outcome.isDone() ? outcome : outcome.thenApplyAsync(value -> value, channel.loop());
    }

    /** Agrees on a mechanism; false when it is not offered. */
    public boolean beginLogin(String mechanism, SessionState next) {
        Origin origin = new Origin(channel.remoteAddress(), clientSoftware, channel.requestedHost());
        Optional<Login> begun = context.authenticator().begin(mechanism, channel.encryption(), origin);
        begun.ifPresent(any -> {
            login = any;
            state = next;
        });
        return begun.isPresent();
    }

    /** Takes a token of the login; a failure comes after its delay, and then the connection ends by itself. */
    public CompletableFuture<LoginStep> loginStep(byte[] token) {
        Login running = login;
        if (running == null || ++loginRounds > MAX_LOGIN_ROUNDS) {
            return CompletableFuture.failedFuture(new IllegalStateException("no login is running"));
        }
        return onLoop(running.next(token)).thenCompose(this::step);
    }

    /** Goes on: writes the answers that are due and reads the next frame if there is room for it. */
    void proceed() {
        writeAnswers();
        if (state instanceof SessionState.Draining && inFlight.isEmpty()) {
            end("drained", channel::closeGently);
        }
        if (mayRead()) {
            reading = Reading.ASKED;
            channel.readFrame();
        }
    }

    private void end(String reason, Runnable how) {
        if (!(state instanceof SessionState.Closed)) {
            context.measures().closed(reason);
            SessionLog.closed(this, reason);
            how.run();
            closed();
        }
    }

    private void handle(Exchange exchange) {
        Verdict verdict = AccessPolicy.decide(state, exchange.key(), exchange.version());
        switch (verdict) {
            case Verdict.Serve serve -> handlers.serve(serve.api(), exchange);
            case Verdict.Unsupported unsupported -> handlers.unsupported(unsupported.api(), exchange);
            case Verdict.Close close -> {
                SessionLog.denied(this, exchange, close.reason());
                close(close.reason());
            }
            case Verdict.Refuse refuse -> {
                refused(refuse.error(), action(refuse.api()), principal().topic());
                handlers.refuse(exchange, refuse.error());
            }
        }
    }

    private CompletableFuture<LoginStep> step(LoginStep step) {
        return switch (step) {
            case LoginStep.Challenge challenge -> CompletableFuture.completedFuture(challenge);
            case LoginStep.Success success -> {
                ready(success.principal());
                yield CompletableFuture.completedFuture(success);
            }
            case LoginStep.Failure failure -> {
                login = null;
                reading = Reading.OVER;
                timers.closeIn(failure.delay().plus(Limits.FAILED_LOGIN_LINGER), "login-failed");
                yield timers.after(failure.delay(), (LoginStep) failure);
            }
            case LoginStep.Overloaded overloaded -> {
                close("login-overload");
                yield CompletableFuture.completedFuture(overloaded);
            }
        };
    }

    private void ready(Principal loggedIn) {
        if (isClosed()) {
            return;
        }
        principal = loggedIn;
        account.release(heldBytes);
        account = context.gate().account(loggedIn.user());
        account.hold(heldBytes);
        state = new SessionState.Ready(loggedIn);
        context.sessions().loggedIn(channel.remoteAddress());
        timers.ready();
        note.loggedIn(loggedIn);
        var unused = timers.after(LoginNote.PATIENCE, loggedIn).thenAccept(any -> note.write());
        // The definition may have changed between the check of the password and this line.
        recheck();
    }

    /** Answers bare tokens (handshake version 0): a refusal has no form there but the end of the connection. */
    private void rawToken(byte[] token) {
        var unused = loginStep(token).whenComplete((step, failure) -> {
            switch (step) {
                case LoginStep.Challenge challenge -> writeAndGoOn(ByteBuffer.wrap(challenge.token()));
                case LoginStep.Success success -> writeAndGoOn(ByteBuffer.wrap(success.token()));
                case LoginStep.Failure any -> close("login-failed");
                case LoginStep.Overloaded any -> close("login-overload");
                case null -> close("login-failed");
            }
        });
    }

    private void writeAndGoOn(ByteBuffer body) {
        write(body);
        proceed();
    }

    private void writeAnswers() {
        while (!isClosed() && !inFlight.isEmpty() && inFlight.peek().isDone()) {
            Exchange exchange = inFlight.remove();
            ByteBuffer answer = exchange.answer();
            release(exchange.frame());
            KafkaApi.ofKey(exchange.key())
                    .ifPresent(api -> context.measures()
                            .answered(api, Duration.ofNanos(System.nanoTime() - exchange.startedNanos())));
            if (answer != null) {
                write(answer);
            }
        }
    }

    private void write(ByteBuffer body) {
        int bytes = body.remaining();
        context.gate().hold(bytes);
        context.measures().sent(bytes);
        channel.write(body, () -> context.gate().give(bytes));
    }

    private void release(ByteBuffer frame) {
        heldBytes -= frame.capacity();
        context.gate().give(frame.capacity());
        account.release(frame.capacity());
    }

    private boolean mayRead() {
        boolean open = !(state instanceof SessionState.Draining || state instanceof SessionState.Closed);
        boolean room = inFlight.size() < Limits.WINDOW && heldBytes < Limits.WINDOW_BYTES && channel.isWritable();
        Exchange last = inFlight.peekLast();
        boolean free = last == null || !last.isHandled();
        return open && room && free && reading == Reading.IDLE;
    }

    private static String action(KafkaApi api) {
        return "kafka-" + api.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
