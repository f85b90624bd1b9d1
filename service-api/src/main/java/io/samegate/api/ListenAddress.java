package io.samegate.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where the API listens. */
record ListenAddress(String host, int port) {

    /**
     * @param missing what keeps others out but is not there, as a sentence goes on; empty if nothing is missing
     * @throws StartRefusedException if other machines could reach it and nobody has said that they may
     */
    void requireLoopbackWithout(String missing) {
        if (!missing.isEmpty() && !resolved().isLoopbackAddress()) {
            throw new StartRefusedException(
                    "it does not listen on " + host
                            + ", which other machines can reach, because it has " + missing + ": set"
                            + " quarkus.http.host to a loopback address, samegate.api.tls.certificate and"
                            + " samegate.api.access.token-file or client-ca, or samegate.api.insecure-network=true to allow it");
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
