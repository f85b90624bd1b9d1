package io.samegate.tracker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.samegate.eventlog.kafka.TopicSetup.TopicSetupException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process. */
@QuarkusMain
public final class EndpointTracker implements QuarkusApplication {

    private static final Logger LOGGER = LoggerFactory.getLogger(EndpointTracker.class);

    private final Wiring wiring;

    EndpointTracker(Wiring wiring) {
        this.wiring = wiring;
    }

    public static void main(String... arguments) {
        Quarkus.run(EndpointTracker.class, EndpointTracker::ended, arguments);
    }

    @Override
    public int run(String... arguments) {
        try {
            wiring.start();
        } catch (TopicSetupException | IllegalArgumentException e) {
            LOGGER.atError().log("endpoint-tracker cannot start: {}", e.getMessage());
            return 1;
        }
        Quarkus.waitForExit();
        return wiring.hasFailed() ? 1 : 0;
    }

    private static void ended(int code, Throwable failure) {
        if (failure != null) {
            // Not through the log: where the configuration is what is wrong, there is none yet.
            System.err.println("endpoint-tracker cannot start: " + reason(failure));
        }
        System.exit(code);
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String port = ConfigProvider.getConfig()
                        .getConfigValue("quarkus.http.port")
                        .getValue();
                return "port " + port + " is taken; QUARKUS_HTTP_PORT changes it";
            }
            if (cause instanceof ConfigValidationException invalid) {
                return invalid.getMessage();
            }
            root = cause;
        }
        return String.valueOf(root);
    }
}
