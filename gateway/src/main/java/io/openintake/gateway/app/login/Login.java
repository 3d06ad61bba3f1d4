package io.openintake.gateway.app.login;

import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.event.UserDefined;
import io.openintake.gateway.app.Network;
import io.openintake.gateway.app.login.Authenticator.Origin;
import io.openintake.gateway.domain.PlainToken;
import io.openintake.gateway.domain.ScramMechanism;
import io.openintake.gateway.domain.ScramServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The login of one connection, token by token. */
public final class Login {
    private static final byte[] NOTHING = new byte[0];
    private static final String MALFORMED = "malformed-token";
    private static final String WRONG_PASSWORD = "wrong-password";

    private final Authenticator authenticator;
    private final String mechanism;
    private final Origin origin;
    private String userName = "";
    private long challengedVersion;
    private long arrivedNanos;
    private @Nullable ScramServer exchange;

    Login(Authenticator authenticator, String mechanism, Origin origin) {
        this.authenticator = authenticator;
        this.mechanism = mechanism;
        this.origin = origin;
    }

    /** The step that follows on the client's token; the stage may complete on a worker's thread. */
    public CompletableFuture<LoginStep> next(byte[] token) {
        arrivedNanos = System.nanoTime();
        Optional<ScramMechanism> scram = ScramMechanism.ofSaslName(mechanism);
        if (scram.isEmpty()) {
            return plain(token);
        }
        ScramServer running = exchange;
        return CompletableFuture.completedFuture(running == null ? open(scram.get(), token) : verify(running, token));
    }

    String mechanism() {
        return mechanism;
    }

    Origin origin() {
        return origin;
    }

    /** How long the last token has been here. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - arrivedNanos);
    }

    private LoginStep open(ScramMechanism scram, byte[] token) {
        return ScramServer.open(scram, token)
                .map(opening -> challenge(scram, opening))
                .orElseGet(() -> authenticator.refused(this, userName, MALFORMED));
    }

    private LoginStep challenge(ScramMechanism scram, ScramServer.Opening opening) {
        userName = opening.userName();
        challengedVersion = credentialVersion();
        ScramServer running = opening.answer(authenticator.verifier(scram, userName), authenticator.nonce());
        exchange = running;
        return new LoginStep.Challenge(running.challenge());
    }

    /** The user is looked up again, so that one who was deleted or has another password meanwhile stays out. */
    private LoginStep verify(ScramServer running, byte[] token) {
        Optional<byte[]> last = running.verify(token);
        Optional<UserDefined> user = authenticator.user(userName);
        if (last.isEmpty() || user.isEmpty() || credentialVersion() != challengedVersion) {
            return authenticator.refused(this, userName, WRONG_PASSWORD);
        }
        return authenticator.proven(user.get(), this, last.get());
    }

    private long credentialVersion() {
        return authenticator.user(userName).map(UserDefined::credentialVersion).orElse(-1L);
    }

    private CompletableFuture<LoginStep> plain(byte[] token) {
        Optional<PlainToken> parsed = PlainToken.parse(token);
        if (parsed.isEmpty()) {
            return CompletableFuture.completedFuture(authenticator.refused(this, userName, MALFORMED));
        }
        userName = parsed.get().userName();
        Optional<UserDefined> user = authenticator.user(userName);
        ScramVerifier verifier = authenticator.verifier(ScramMechanism.SHA_256, userName);
        PasswordCheck.Credential credential = user.map(
                        known -> new PasswordCheck.Credential(known.user(), known.credentialVersion()))
                .orElse(NOBODY);
        PasswordCheck.Claim claim = new PasswordCheck.Claim(
                credential, Network.of(origin.remoteAddress()), parsed.get().password());
        return authenticator.passwords().isRight(claim, verifier).handle((right, failure) -> {
            if (failure != null) {
                return authenticator.overloaded(this);
            }
            return right && user.isPresent() && user.equals(authenticator.user(userName))
                    ? authenticator.proven(user.get(), this, NOTHING)
                    : authenticator.refused(this, userName, WRONG_PASSWORD);
        });
    }

    /** Whose password is never right, so never remembered. */
    private static final PasswordCheck.Credential NOBODY = new PasswordCheck.Credential(
            new io.openintake.contracts.UserId(
                    java.util.UUID.nameUUIDFromBytes("nobody".getBytes(StandardCharsets.US_ASCII))),
            0);
}
