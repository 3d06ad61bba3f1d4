package io.openintake.gateway.app.session;

import io.openintake.gateway.app.ClientChannel;
import io.openintake.gateway.app.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The deadlines of one connection. */
final class SessionTimers {
    /** Ages differ, so that a gateway's clients do not all come back at once. */
    private static final double AGE_SPREAD = 0.2;

    private final ClientSession session;
    private final ClientChannel channel;
    private final Limits limits;
    private @Nullable Future<?> login;
    private @Nullable Future<?> age;
    private @Nullable Future<?> idle;
    private @Nullable Future<?> unwritable;
    private @Nullable Future<?> end;
    private long lastActiveNanos = System.nanoTime();

    SessionTimers(ClientSession session, ClientChannel channel, Limits limits) {
        this.session = session;
        this.channel = channel;
        this.limits = limits;
        this.login = in(limits.deadlines().login(), () -> session.close("login-too-slow"));
    }

    void active() {
        lastActiveNanos = System.nanoTime();
    }

    /** Logged in: from now on age and idleness count. */
    void ready() {
        login = cancelled(login);
        double spread = 1 + AGE_SPREAD * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        Duration span = Duration.ofMillis((long) (limits.age().toMillis() * spread));
        age = in(span, () -> session.drain(limits.drain(), "aged"));
        watchIdle(limits.deadlines().idle());
    }

    void writable(boolean isWritable) {
        unwritable = cancelled(unwritable);
        if (!isWritable) {
            unwritable = in(limits.deadlines().unwritable(), () -> session.close("slow-reader"));
        }
    }

    void closeIn(Duration time, String reason) {
        end = cancelled(end);
        end = in(time, () -> session.close(reason));
    }

    <T> CompletableFuture<T> after(Duration delay, T value) {
        CompletableFuture<T> later = new CompletableFuture<>();
        var unused = in(delay, () -> later.complete(value));
        return later;
    }

    void cancel() {
        login = cancelled(login);
        age = cancelled(age);
        idle = cancelled(idle);
        unwritable = cancelled(unwritable);
        end = cancelled(end);
    }

    private void watchIdle(Duration time) {
        idle = in(time, () -> {
            Duration quiet = Duration.ofNanos(System.nanoTime() - lastActiveNanos);
            if (quiet.compareTo(limits.deadlines().idle()) >= 0) {
                session.close("idle");
            } else {
                watchIdle(limits.deadlines().idle().minus(quiet));
            }
        });
    }

    private Future<?> in(Duration time, Runnable action) {
        return channel.loop().schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static @Nullable Future<?> cancelled(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
        return null;
    }
}
