package io.samegate.allocator.core;

import io.samegate.contracts.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Who holds which cluster IP. Immutable. The first address is the API Service's, also while that Service is not there;
 * addresses outside the range are not kept track of.
 */
public record AddressPool(AddressRange range, Pool pool) {

    private static final int API_ADDRESS = 0;

    /** With every address free but the API Service's. */
    public static AddressPool free(AddressRange range) {
        return new AddressPool(
                range, Pool.free(range.size(), range.staticBand()).take(API_ADDRESS, ApiService.KEY));
    }

    /** With these holders, by index, and no others but the API Service. */
    AddressPool heldBy(Map<Integer, ObjectKey> holders) {
        Map<Integer, ObjectKey> all = new HashMap<>(holders);
        all.put(API_ADDRESS, ApiService.KEY);
        return new AddressPool(range, pool.heldBy(all));
    }

    /** Whether the address is kept for the API Service. */
    boolean isOfTheApi(String address) {
        OptionalInt index = range.index(address);
        return index.isPresent() && index.getAsInt() == API_ADDRESS;
    }

    public AddressPool take(String address, ObjectKey holder) {
        OptionalInt index = range.index(address);
        return index.isPresent() ? new AddressPool(range, pool.take(index.getAsInt(), holder)) : this;
    }

    /** Frees the address if {@code holder} has it. */
    public AddressPool release(String address, ObjectKey holder) {
        OptionalInt index = range.index(address);
        return index.isPresent() && index.getAsInt() != API_ADDRESS
                ? new AddressPool(range, pool.release(index.getAsInt(), holder))
                : this;
    }

    public Optional<ObjectKey> holder(String address) {
        OptionalInt index = range.index(address);
        return index.isPresent() ? pool.holder(index.getAsInt()) : Optional.empty();
    }

    /** A free address, dynamic band first; empty when the range is full. */
    public Optional<String> pick(RandomGenerator random) {
        OptionalInt index = pool.pick(random, Set.of());
        return index.isPresent() ? Optional.of(range.address(index.getAsInt())) : Optional.empty();
    }
}
