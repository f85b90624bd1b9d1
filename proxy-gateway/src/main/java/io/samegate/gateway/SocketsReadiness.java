package io.samegate.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: everything the log said at the start has been done. A log that goes away later changes nothing. */
@Readiness
@ApplicationScoped
public class SocketsReadiness implements HealthCheck {

    private final Running running;

    public SocketsReadiness(Running running) {
        this.running = running;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sockets")
                .status(running.gateway().map(Gateway::isReady).orElse(false))
                .withData(
                        "connections",
                        running.gateway().map(Gateway::connections).orElse(0))
                .build();
    }
}
