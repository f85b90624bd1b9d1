package io.samegate.allocator.core;

import io.samegate.allocator.core.Findings.Finding;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.FactType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Compares the pools with what the Services name, in the order of their keys. As in Kubernetes it tells what is wrong
 * and mends the pools; a Service is never changed. What no Service names is free at once: there is one writer, so nothing
 * is under way.
 *
 * @param repaired the same Services, with the pools that follow from them
 */
record Repair(Allocations repaired, List<Finding> findings) {

    Repair {
        findings = List.copyOf(findings);
    }

    static Repair of(Allocations stored) {
        Check check = new Check(stored);
        check.run();
        return new Repair(
                new Allocations(
                        stored.services(),
                        stored.ports().heldBy(check.ports),
                        stored.addresses().heldBy(check.addresses)),
                check.findings);
    }

    private static final class Check {

        private final Allocations stored;
        private final Map<Integer, ObjectKey> ports = new HashMap<>();
        private final Map<Integer, ObjectKey> addresses = new HashMap<>();
        private final List<Finding> findings = new ArrayList<>();

        private Check(Allocations stored) {
            this.stored = stored;
        }

        private void run() {
            stored.services().forEach((key, service) -> {
                Holding holding = Holding.of(service.service());
                holding.nodePorts().forEach(port -> port(key, port));
                holding.addresses().forEach(address -> address(key, address));
            });
            if (ports.size() == stored.ports().range().size()) {
                find(
                        FactType.PORT_RANGE_FULL,
                        ApiService.KEY,
                        "no port of the range " + stored.ports().range()
                                + " is free; it must be widened before there can be more");
            }
            if (addresses.size() == stored.addresses().range().size()) {
                find(
                        FactType.SERVICE_CIDR_FULL,
                        ApiService.KEY,
                        "no address of the range " + stored.addresses().range()
                                + " is free; it must be widened before there can be more");
            }
        }

        private void port(ObjectKey key, int port) {
            String what = "node port " + port;
            PortPool pool = stored.ports();
            if (!pool.range().contains(port)) {
                find(FactType.PORT_OUT_OF_RANGE, key, outside(what, pool.range().toString()));
            } else if (ports.putIfAbsent(port, key) != null) {
                find(FactType.PORT_ALREADY_ALLOCATED, key, heldTwice(what));
            } else if (pool.holder(port).isEmpty()) {
                find(FactType.PORT_NOT_ALLOCATED, key, what + " was not allocated, and is now");
            }
        }

        private void address(ObjectKey key, String address) {
            String what = "cluster IP " + address;
            AddressPool pool = stored.addresses();
            OptionalInt index = pool.range().index(address);
            boolean reserved = pool.isOfTheApi(address) && !key.equals(ApiService.KEY);
            if (index.isEmpty()) {
                find(
                        FactType.CLUSTER_IP_OUT_OF_RANGE,
                        key,
                        outside(what, pool.range().toString()));
            } else if (reserved || addresses.putIfAbsent(index.getAsInt(), key) != null) {
                find(FactType.CLUSTER_IP_ALREADY_ALLOCATED, key, heldTwice(what));
            } else if (pool.holder(address).isEmpty()) {
                find(FactType.CLUSTER_IP_NOT_ALLOCATED, key, what + " was not allocated, and is now");
            }
        }

        private void find(FactType type, ObjectKey key, String message) {
            findings.add(new Finding(type, key, message));
        }

        private static String outside(String what, String range) {
            return what + " is not in the range " + range + "; create the Service again to give it another";
        }

        private static String heldTwice(String what) {
            return what + " belongs to another Service as well; create this one again to give it another";
        }
    }
}
