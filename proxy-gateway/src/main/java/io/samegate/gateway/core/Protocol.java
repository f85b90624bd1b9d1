package io.samegate.gateway.core;

import java.util.Optional;

/** The transport protocols a Service may name. The same number under two of them is two sockets. */
public enum Protocol {
    TCP,
    UDP,
    SCTP;

    /** The protocol a Service or a slice names; TCP where it names none, empty where it is unknown. */
    static Optional<Protocol> named(String name) {
        if (name == null || name.isEmpty()) {
            return Optional.of(TCP);
        }
        for (Protocol protocol : values()) {
            if (protocol.name().equals(name)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
