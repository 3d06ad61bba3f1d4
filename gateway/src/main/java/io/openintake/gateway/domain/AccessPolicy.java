package io.openintake.gateway.domain;

import io.openintake.gateway.domain.KafkaApi.Rule;

/** Decides by the table {@link KafkaApi} alone what becomes of a request; what the table does not name is denied. */
public final class AccessPolicy {
    private AccessPolicy() {}

    /** What becomes of a request. */
    public sealed interface Verdict {
        /** It is served. */
        record Serve(KafkaApi api) implements Verdict {}

        /** It is answered with this error. */
        record Refuse(KafkaApi api, GatewayError error) implements Verdict {}

        /** It is answered that the version is not spoken. */
        record Unsupported(KafkaApi api) implements Verdict {}

        /** The connection ends. */
        record Close(String reason) implements Verdict {}
    }

    /** The verdict on a request in this state of the connection. */
    public static Verdict decide(SessionState state, short key, short version) {
        KafkaApi api = KafkaApi.ofKey(key).orElse(null);
        if (api == null) {
            return new Verdict.Close("unknown-api");
        }
        if (!reachable(state, api)) {
            return new Verdict.Close("not-logged-in");
        }
        if (version < api.versions().acceptedMin() || version > api.versions().max()) {
            return outOfRange(api, version);
        }
        return state instanceof SessionState.Ready ready ? byRule(api, ready) : new Verdict.Serve(api);
    }

    private static boolean reachable(SessionState state, KafkaApi api) {
        return switch (state) {
            case SessionState.Open any -> api == KafkaApi.API_VERSIONS || api == KafkaApi.SASL_HANDSHAKE;
            case SessionState.SaslFramed any -> api == KafkaApi.SASL_AUTHENTICATE;
            case SessionState.Ready any -> true;
            case SessionState.SaslRaw any -> false;
            case SessionState.Draining any -> false;
            case SessionState.Closed any -> false;
        };
    }

    /** ApiVersions is how a client finds out, and Produce is advertised below what is served: both get an answer. */
    private static Verdict outOfRange(KafkaApi api, short version) {
        boolean newerApiVersions =
                api == KafkaApi.API_VERSIONS && version > api.versions().max();
        boolean advertised = version >= api.versions().advertisedMin()
                && version < api.versions().acceptedMin();
        return newerApiVersions || advertised ? new Verdict.Unsupported(api) : new Verdict.Close("unsupported-version");
    }

    private static Verdict byRule(KafkaApi api, SessionState.Ready ready) {
        Rule rule = api.rule(ready.principal().type());
        return switch (rule) {
            case SERVED -> new Verdict.Serve(api);
            case TOPIC_DENIED -> new Verdict.Refuse(api, GatewayError.TOPIC_DENIED);
            case GROUP_DENIED -> new Verdict.Refuse(api, GatewayError.GROUP_DENIED);
            case CLUSTER_DENIED -> new Verdict.Refuse(api, GatewayError.CLUSTER_DENIED);
            case LOGIN -> new Verdict.Refuse(api, GatewayError.LOGIN_OUT_OF_PLACE);
        };
    }
}
