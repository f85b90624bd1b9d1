package io.samegate.allocator.core;

import io.samegate.contracts.ObjectKey;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Who holds which of the numbers 0 to {@code size - 1}. Immutable; the bitmap says the same as the holders and is there
 * to find a free number fast.
 *
 * <p>A number has one holder. Taking one that somebody else holds moves it, and releasing leaves alone what somebody
 * else holds, so that the order of the log decides even where compaction has thinned it out.
 */
final class Pool {

    private final int size;
    private final int staticBand;
    private final BitSet taken; // never changed after construction, never leaves this class
    private final PMap<Integer, ObjectKey> holders;

    private Pool(int size, int staticBand, BitSet taken, PMap<Integer, ObjectKey> holders) {
        this.size = size;
        this.staticBand = staticBand;
        this.taken = taken;
        this.holders = holders;
    }

    static Pool free(int size, int staticBand) {
        return new Pool(size, staticBand, new BitSet(size), HashTreePMap.empty());
    }

    /** The same numbers, held by these and nobody else. */
    Pool heldBy(Map<Integer, ObjectKey> those) {
        if (holders.equals(those)) {
            return this;
        }
        BitSet busy = new BitSet(size);
        those.keySet().forEach(busy::set);
        return new Pool(size, staticBand, busy, HashTreePMap.from(those));
    }

    Pool take(int number, ObjectKey holder) {
        return holder.equals(holders.get(number)) ? this : with(number, true, holders.plus(number, holder));
    }

    Pool release(int number, ObjectKey holder) {
        return holder.equals(holders.get(number)) ? with(number, false, holders.minus(number)) : this;
    }

    Optional<ObjectKey> holder(int number) {
        return Optional.ofNullable(holders.get(number));
    }

    int takenCount() {
        return holders.size();
    }

    /**
     * A free number that is not one of {@code except}: at random from above the static band, from the static band only
     * when the rest is full, empty when all is. As in Kubernetes the first free one after a random place is taken.
     */
    OptionalInt pick(RandomGenerator random, Set<Integer> except) {
        BitSet busy = (BitSet) taken.clone();
        except.forEach(busy::set);
        OptionalInt dynamic = freeWithin(busy, staticBand, size, random);
        return dynamic.isPresent() ? dynamic : freeWithin(busy, 0, staticBand, random);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pool pool
                && size == pool.size
                && staticBand == pool.staticBand
                && taken.equals(pool.taken)
                && holders.equals(pool.holders);
    }

    @Override
    public int hashCode() {
        return holders.hashCode();
    }

    @Override
    public String toString() {
        return holders.toString();
    }

    private Pool with(int number, boolean nowTaken, PMap<Integer, ObjectKey> nowHolders) {
        BitSet copy = (BitSet) taken.clone();
        copy.set(number, nowTaken);
        return new Pool(size, staticBand, copy, nowHolders);
    }

    private static OptionalInt freeWithin(BitSet busy, int from, int to, RandomGenerator random) {
        if (from == to) {
            return OptionalInt.empty();
        }
        int after = busy.nextClearBit(random.nextInt(from, to));
        int found = after < to ? after : busy.nextClearBit(from);
        return found < to ? OptionalInt.of(found) : OptionalInt.empty();
    }
}
