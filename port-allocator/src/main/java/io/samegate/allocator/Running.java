package io.samegate.allocator;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The allocator of this process, once there is one. Set by the main thread, read by any. */
@ApplicationScoped
public class Running {

    private volatile Optional<Allocator> allocator = Optional.empty();

    public Optional<Allocator> allocator() {
        return allocator;
    }

    void is(Allocator started) {
        allocator = Optional.of(started);
    }
}
