package io.samegate.gateway.core;

import io.samegate.contracts.node.OpenPort;
import java.util.List;

/**
 * What one socket is for and where its connections go.
 *
 * @param targets sorted, each address and port once; none means that clients are refused at once while the socket stays
 *     held
 */
public record Route(
        ListenAddress listen,
        OpenPort.Purpose purpose,
        ServiceIdentity service,
        String portName,
        List<Endpoint> targets) {

    public Route {
        targets = List.copyOf(targets);
    }
}
