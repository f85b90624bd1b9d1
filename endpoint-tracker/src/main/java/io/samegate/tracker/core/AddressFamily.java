package io.samegate.tracker.core;

import java.net.Inet4Address;
import java.util.Optional;

/** The families of addresses, each with slices of its own. */
enum AddressFamily {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String wireName;

    AddressFamily(String wireName) {
        this.wireName = wireName;
    }

    /** The name in {@code addressType} and in a Service's {@code ipFamilies}. */
    String wireName() {
        return wireName;
    }

    /** The family of an address; empty for what is none. */
    static Optional<AddressFamily> of(String address) {
        return IpLiteral.parse(address).map(a -> a instanceof Inet4Address ? IPV4 : IPV6);
    }
}
