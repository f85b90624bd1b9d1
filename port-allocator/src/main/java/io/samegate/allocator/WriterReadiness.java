package io.samegate.allocator;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the namespaces are known, and this replica decides or stands by. */
@Readiness
@ApplicationScoped
public class WriterReadiness implements HealthCheck {

    private final Running running;

    public WriterReadiness(Running running) {
        this.running = running;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("writer")
                .status(running.allocator().map(Allocator::isReady).orElse(false))
                .withData("active", running.allocator().map(Allocator::isActive).orElse(false))
                .build();
    }
}
