package io.samegate.tracker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What {@code /readyz} and {@code /livez} say. */
@ApplicationScoped
public class Health {

    private final Wiring wiring;

    Health(Wiring wiring) {
        this.wiring = wiring;
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("writer")
                .status(wiring.isReady())
                .withData("role", wiring.isActive() ? "active" : "standby")
                .build();
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () ->
                HealthCheckResponse.named("alive").status(!wiring.hasFailed()).build();
    }
}
