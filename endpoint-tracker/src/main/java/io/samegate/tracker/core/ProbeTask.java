package io.samegate.tracker.core;

import io.samegate.contracts.ObjectKey;
import java.time.Duration;
import java.util.List;

/**
 * One container that is asked again and again whether it is ready.
 *
 * @param uid of the Pod
 */
public record ProbeTask(ObjectKey pod, String uid, String container, Check check, Timing timing) {

    /** What is asked. */
    public sealed interface Check {
        String address();

        int port();

        /** Ready if a connection is made. */
        record Tcp(String address, int port) implements Check {}

        /**
         * Ready if a GET is answered with a status from 200 to 399.
         *
         * @param tls https; the certificate is not looked at
         * @param path with the query, beginning with a slash
         */
        record Http(boolean tls, String address, int port, String path, List<Header> headers) implements Check {
            public Http {
                headers = List.copyOf(headers);
            }
        }
    }

    /** One header of a request. */
    public record Header(String name, String value) {}

    /**
     * When it is asked and how often it must agree with itself.
     *
     * @param initialDelay before the first time
     * @param period between two times, at least one second
     * @param timeout of each time, at least one second
     * @param successThreshold successes in a row that make it ready, at least 1
     * @param failureThreshold failures in a row that make it not ready, at least 1
     */
    public record Timing(
            Duration initialDelay, Duration period, Duration timeout, int successThreshold, int failureThreshold) {

        public Timing {
            if (successThreshold < 1 || failureThreshold < 1) {
                throw new IllegalArgumentException(
                        "thresholds: " + successThreshold + ", " + failureThreshold + " (expected: at least 1)");
            }
        }
    }
}
