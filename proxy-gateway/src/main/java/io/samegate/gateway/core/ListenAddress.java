package io.samegate.gateway.core;

import java.util.Comparator;

/**
 * A socket this node may hold.
 *
 * @param address an IP address literal
 */
public record ListenAddress(Protocol protocol, String address, int port) implements Comparable<ListenAddress> {

    private static final Comparator<ListenAddress> ORDER = Comparator.comparing(ListenAddress::address)
            .thenComparingInt(ListenAddress::port)
            .thenComparing(ListenAddress::protocol);

    public ListenAddress {
        if (address.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("listen address: \"" + address + "\":" + port
                    + " (expected: an address and a port from 1 to 65535)");
        }
    }

    @Override
    public int compareTo(ListenAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return protocol + " " + address + ":" + port;
    }
}
