package io.openintake.gateway.kafka;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.kafka.serving.Advertised;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.Wire;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;

/** DescribeCluster: the one virtual broker. */
final class DescribeClusterHandler implements ApiHandler {
    private final Backend backend;

    DescribeClusterHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        DescribeClusterRequestData request = Wire.read(exchange, new DescribeClusterRequestData());
        Advertised.Address address =
                backend.advertised().address(exchange.session().principal());
        DescribeClusterResponseData answer = new DescribeClusterResponseData()
                .setEndpointType(request.endpointType())
                .setClusterId(backend.advertised().clusterId())
                .setControllerId(Advertised.NODE_ID);
        answer.brokers()
                .add(new DescribeClusterBroker()
                        .setBrokerId(Advertised.NODE_ID)
                        .setHost(address.host())
                        .setPort(address.port()));
        exchange.answer(Wire.answer(exchange, answer));
    }
}
