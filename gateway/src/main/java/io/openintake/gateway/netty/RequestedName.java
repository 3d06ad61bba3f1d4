package io.openintake.gateway.netty;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * Keeps the host name that a client asks for in its TLS hello (RFC 6066). The session would tell it too, but a resumed
 * one tells the name of the connection that it comes from.
 */
final class RequestedName extends SNIMatcher {
    private volatile String host = "";

    private RequestedName() {
        super(StandardConstants.SNI_HOST_NAME);
    }

    static void listen(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setSNIMatchers(List.of(new RequestedName()));
        engine.setSSLParameters(parameters);
    }

    /** The name that was asked for on this connection; empty for none. */
    static String of(SSLEngine engine) {
        var matchers = engine.getSSLParameters().getSNIMatchers();
        return matchers == null
                ? ""
                : matchers.stream()
                        .filter(RequestedName.class::isInstance)
                        .map(matcher -> ((RequestedName) matcher).host)
                        .findFirst()
                        .orElse("");
    }

    @Override
    public boolean matches(SNIServerName name) {
        host = new String(name.getEncoded(), StandardCharsets.US_ASCII);
        return true;
    }
}
