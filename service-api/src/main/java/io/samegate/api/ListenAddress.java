package io.samegate.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where the API listens. */
record ListenAddress(String host, int port) {

    /** @throws StartRefusedException if other machines could reach it and nobody has said that they may */
    void requireLoopbackUnless(boolean insecureNetwork) {
        if (insecureNetwork) {
            return;
        }
        if (!resolved().isLoopbackAddress()) {
            throw new StartRefusedException("it does not listen on " + host
                    + ", which other machines can reach, because it has no TLS and no authentication: set"
                    + " quarkus.http.host to a loopback address, or samegate.api.insecure-network=true to allow it");
        }
    }

    /** @throws StartRefusedException if somebody else listens there; found out before anything else is started */
    void requireFree() {
        if (port <= 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(resolved(), port));
        } catch (IOException e) {
            throw new StartRefusedException("it cannot listen on " + host + ":" + port + " (" + e.getMessage()
                    + "): free the port, or choose another one with quarkus.http.port");
        }
    }

    private InetAddress resolved() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartRefusedException(
                    "it cannot listen on " + host + ": unknown host; see the setting quarkus.http.host");
        }
    }
}
