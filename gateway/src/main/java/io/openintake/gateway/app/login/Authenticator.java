package io.openintake.gateway.app.login;

import io.openintake.contracts.ProjectId;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.event.UserDefined;
import io.openintake.gateway.app.AuditTrail;
import io.openintake.gateway.app.AuditTrail.Actor;
import io.openintake.gateway.app.ClientChannel.Encryption;
import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.Measures;
import io.openintake.gateway.app.Network;
import io.openintake.gateway.domain.LoginPace;
import io.openintake.gateway.domain.PhantomUser;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.ScramMechanism;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all logins share: users and phantoms, the pace, the audit trail. */
public final class Authenticator {
    /** The mechanism that sends the password itself, so inside TLS only. */
    public static final String PLAIN = "PLAIN";

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final int NONCE_BYTES = 24;
    /** The login in the audit trail. */
    public static final String ACTION = "kafka-login";

    private final Directory directory;
    private final PhantomUser phantom;
    private final PasswordCheck passwords;
    private final AuditTrail audit;
    private final Measures measures;
    private final HostRule hostRule;
    private final LoginPace pace = new LoginPace();
    private final SecureRandom random = new SecureRandom();

    public Authenticator(Directory directory, Secrets secrets, HostRule hostRule, AuditTrail audit, Measures measures) {
        this.directory = directory;
        this.phantom = secrets.phantom;
        this.passwords = secrets.passwords;
        this.hostRule = hostRule;
        this.audit = audit;
        this.measures = measures;
    }

    /** How proofs are checked: of those who exist and of those who do not. */
    public record Secrets(PhantomUser phantom, PasswordCheck passwords) {}

    /** By which host name a user may come. */
    public enum HostRule {
        ANY,
        /** By the one of the user's own runner, given as the server name of TLS. */
        OF_RUNNER
    }

    /**
     * Where a login comes from.
     *
     * @param host the server name that the client asked for in TLS; empty when it named none
     */
    public record Origin(String remoteAddress, String client, String host) {}

    /** The mechanisms that a client is offered. */
    public static List<String> mechanisms(Encryption encryption) {
        Stream<String> scram = Arrays.stream(ScramMechanism.values()).map(ScramMechanism::saslName);
        return switch (encryption) {
            case TLS -> Stream.concat(scram, Stream.of(PLAIN)).toList();
            case PLAINTEXT -> scram.toList();
        };
    }

    /** A login by this mechanism, empty when it is not offered. */
    public Optional<Login> begin(String mechanism, Encryption encryption, Origin origin) {
        return mechanisms(encryption).contains(mechanism)
                ? Optional.of(new Login(this, mechanism, origin))
                : Optional.empty();
    }

    Optional<UserDefined> user(String userName) {
        return directory.user(userName);
    }

    /** The phantom is made for users that exist too, so that the time tells nothing. */
    ScramVerifier verifier(ScramMechanism mechanism, String userName) {
        ScramVerifier made = phantom.verifier(mechanism, userName);
        return directory.user(userName).map(mechanism::verifier).orElse(made);
    }

    PasswordCheck passwords() {
        return passwords;
    }

    String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** The password was right; the user is let in if its intake takes clients. */
    LoginStep proven(UserDefined user, Login login, byte[] token) {
        Optional<Principal> principal = directory.principal(user);
        if (principal.isEmpty()) {
            return refused(login, user.user().userName(), "intake-unavailable");
        }
        if (!isRightHost(principal.get(), login.origin())) {
            return refused(login, user.user().userName(), "wrong-host");
        }
        LOG.debug(
                "logged in user={} address={}",
                user.user().userName(),
                login.origin().remoteAddress());
        return new LoginStep.Success(principal.get(), token);
    }

    /** Every refusal looks the same to the client. */
    LoginStep refused(Login login, String userName, String outcome) {
        Origin origin = login.origin();
        measures.loginFailed(login.mechanism());
        Optional<UserDefined> known = directory.user(userName);
        known.ifPresent(user -> audit.record(
                actor(user.project(), user, login), ACTION, user.intake().toString(), outcome));
        LOG.info(
                "login refused user={} outcome={} mechanism={} address={}",
                known.map(user -> user.user().userName()).orElse("unknown"),
                outcome,
                login.mechanism(),
                origin.remoteAddress());
        // Counted from the token, so that the answer's time does not tell how long the check took.
        Duration left = delay(userName, origin).minus(login.elapsed());
        return new LoginStep.Failure(left.isNegative() ? Duration.ZERO : left);
    }

    /** Too many checks of this network wait. */
    LoginStep overloaded(Login login) {
        LOG.info(
                "login not checked outcome=overload mechanism={} address={}",
                login.mechanism(),
                login.origin().remoteAddress());
        return new LoginStep.Overloaded();
    }

    private boolean isRightHost(Principal principal, Origin origin) {
        return switch (hostRule) {
            case ANY -> true;
            case OF_RUNNER ->
                directory
                        .host(principal.runner())
                        .filter(host -> host.replaceFirst(":[0-9]+$", "").equalsIgnoreCase(origin.host))
                        .isPresent();
        };
    }

    private Duration delay(String userName, Origin origin) {
        synchronized (pace) {
            return pace.failed(userName, Network.of(origin.remoteAddress()), System.nanoTime());
        }
    }

    private static Actor actor(ProjectId project, UserDefined user, Login login) {
        Origin origin = login.origin();
        return new Actor(project, user.user().userName(), origin.remoteAddress(), origin.client());
    }
}
