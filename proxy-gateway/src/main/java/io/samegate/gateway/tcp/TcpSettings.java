package io.samegate.gateway.tcp;

import java.time.Duration;

/**
 * How connections are carried.
 *
 * @param eventLoops threads that move bytes
 * @param backlog connections the system accepts on a socket's behalf before we do
 * @param connectTimeout of one attempt at one endpoint
 * @param connectPatience of all attempts for one connection
 * @param lowWatermark bytes waiting for a slow reader below which the other side is read again
 * @param highWatermark bytes waiting for a slow reader above which the other side is no longer read
 * @param maxConnections more than these are reset as they come
 */
public record TcpSettings(
        int eventLoops,
        int backlog,
        Duration connectTimeout,
        Duration connectPatience,
        int lowWatermark,
        int highWatermark,
        int maxConnections) {

    public TcpSettings {
        if (eventLoops < 1 || backlog < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("event loops " + eventLoops + ", backlog " + backlog + ", connections "
                    + maxConnections + " (expected: each at least 1)");
        }
        if (lowWatermark < 1 || highWatermark < lowWatermark) {
            throw new IllegalArgumentException(
                    "watermarks " + lowWatermark + " and " + highWatermark + " (expected: 1 <= low <= high)");
        }
        if (!connectTimeout.isPositive() || !connectPatience.isPositive()) {
            throw new IllegalArgumentException("connect timeout " + connectTimeout + ", patience " + connectPatience
                    + " (expected: both positive)");
        }
    }
}
