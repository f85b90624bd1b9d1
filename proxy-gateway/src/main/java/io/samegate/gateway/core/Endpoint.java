package io.samegate.gateway.core;

import java.util.Comparator;

/**
 * Where a connection may be taken.
 *
 * @param podUid the Pod behind it; empty where a slice names none
 * @param address an IP address literal
 */
public record Endpoint(String podUid, String address, int port) implements Comparable<Endpoint> {

    private static final Comparator<Endpoint> ORDER = Comparator.comparing(Endpoint::address)
            .thenComparingInt(Endpoint::port)
            .thenComparing(Endpoint::podUid);

    public Endpoint {
        if (address.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "endpoint: \"" + address + "\":" + port + " (expected: an address and a port from 1 to 65535)");
        }
    }

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }
}
