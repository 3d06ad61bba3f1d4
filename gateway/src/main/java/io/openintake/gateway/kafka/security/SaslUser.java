package io.openintake.gateway.kafka.security;

import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.scram.internals.ScramSaslClientProvider;

/** Who the gateway is to the brokers. */
record SaslUser(String mechanism, String name, String password) {
    static {
        ScramSaslClientProvider.initialize();
    }

    SaslClient begin(String host) throws SaslException {
        SaslClient client =
                Sasl.createSaslClient(new String[] {mechanism}, null, "kafka", host, Map.of(), credentials());
        return Optional.ofNullable(client)
                .orElseThrow(() -> new SaslException("this Java has no SASL client for " + mechanism));
    }

    private CallbackHandler credentials() {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback asked) {
                    asked.setName(name);
                } else if (callback instanceof PasswordCallback asked) {
                    asked.setPassword(password.toCharArray());
                } else {
                    // SCRAM goes on without the extensions that it asks for.
                    throw new UnsupportedCallbackException(callback);
                }
            }
        };
    }

    /** Never with the password. */
    @Override
    public String toString() {
        return mechanism + " user " + name;
    }
}
