package io.samegate.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The gateway of this process, once there is one. Set by the main thread, read by any. */
@ApplicationScoped
public class Running {

    private volatile Optional<Gateway> gateway = Optional.empty();

    public Optional<Gateway> gateway() {
        return gateway;
    }

    void is(Gateway started) {
        gateway = Optional.of(started);
    }
}
