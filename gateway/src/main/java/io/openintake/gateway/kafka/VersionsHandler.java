package io.openintake.gateway.kafka;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.wire.ApiVersionsAnswer;
import io.openintake.gateway.kafka.wire.Wire;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;

/** ApiVersions; newer clients say here what they are. */
final class VersionsHandler implements ApiHandler {
    private static final short WITH_SOFTWARE = 3;
    /** As brokers check it (KIP-511); the length is ours. */
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]{0,62}[a-zA-Z0-9])?");

    @Override
    public void handle(Exchange exchange) {
        if (exchange.version() >= WITH_SOFTWARE) {
            ApiVersionsRequestData request = Wire.read(exchange, new ApiVersionsRequestData());
            exchange.session()
                    .clientSoftware(sound(request.clientSoftwareName()) + "/" + sound(request.clientSoftwareVersion()));
        }
        exchange.answer(ApiVersionsAnswer.of(exchange));
    }

    private static String sound(String text) {
        return SOFTWARE.matcher(text).matches() ? text : "unknown";
    }
}
