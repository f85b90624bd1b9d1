package io.samegate.allocator;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

    /** The process waits for this, so the allocator can hand over instead of being missed. */
    void stop(@Observes ShutdownEvent event) {
        allocator.ifPresent(Allocator::close);
    }
}
