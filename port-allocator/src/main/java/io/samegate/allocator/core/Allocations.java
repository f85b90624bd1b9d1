package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Service;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.decide.StateChange;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * What the topic of Services says: the Services, and which numbers and addresses they hold. Immutable; only
 * {@link #replay} makes a new one.
 */
public record Allocations(TreePMap<ObjectKey, StoredService> services, PortPool ports, AddressPool addresses) {

    public static Allocations none(PortRange ports, AddressRange addresses) {
        return new Allocations(TreePMap.empty(), PortPool.free(ports), AddressPool.free(addresses));
    }

    /** The state after one record of the topic; what the key held before is released, then the new value's is taken. */
    public Allocations replay(StateChange<?> change, long offset) {
        ObjectKey key = ObjectKey.parse(change.key());
        return switch (change) {
            case StateChange.Stored<?> stored -> released(key).stored(key, (Service) stored.value(), offset);
            case StateChange.Removed<?> removed -> released(key);
        };
    }

    public Optional<StoredService> find(ObjectKey key) {
        return Optional.ofNullable(services.get(key));
    }

    /** The keys of all Services in a namespace, in order. */
    public List<ObjectKey> in(String namespace) {
        return services.keySet().stream()
                .filter(key -> key.namespace().equals(namespace))
                .toList();
    }

    private Allocations stored(ObjectKey key, Service service, long offset) {
        Holding holding = Holding.of(service);
        PortPool nextPorts = ports;
        for (int port : holding.nodePorts()) {
            nextPorts = nextPorts.take(port, key);
        }
        AddressPool nextAddresses = addresses;
        for (String address : holding.addresses()) {
            nextAddresses = nextAddresses.take(address, key);
        }
        return new Allocations(services.plus(key, new StoredService(service, offset)), nextPorts, nextAddresses);
    }

    private Allocations released(ObjectKey key) {
        StoredService before = services.get(key);
        if (before == null) {
            return this;
        }
        Holding holding = Holding.of(before.service());
        PortPool nextPorts = ports;
        for (int port : holding.nodePorts()) {
            nextPorts = nextPorts.release(port, key);
        }
        AddressPool nextAddresses = addresses;
        for (String address : holding.addresses()) {
            nextAddresses = nextAddresses.release(address, key);
        }
        return new Allocations(services.minus(key), nextPorts, nextAddresses);
    }
}
