package io.samegate.gateway.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses who gets a connection: each in turn, so that over any stretch of connections the shares differ by one at
 * most. The caller keeps the turn, starts it at random (gateways that start together must not all begin with the same
 * Pod) and passes a random one when it tries again (the neighbour of a dead endpoint must not get its whole share).
 */
public final class Balancer {

    private Balancer() {}

    /** The target whose turn it is, or the next one that has not been tried; empty when all have. */
    public static <T> Optional<T> choose(List<T> targets, Set<T> tried, long turn) {
        int size = targets.size();
        for (int i = 0; i < size; i++) {
            T target = targets.get((int) Math.floorMod(turn + i, (long) size));
            if (!tried.contains(target)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }
}
