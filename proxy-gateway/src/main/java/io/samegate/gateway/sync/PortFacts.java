package io.samegate.gateway.sync;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.node.OpenPort;
import io.samegate.gateway.core.Binding;
import io.samegate.gateway.core.Reports;
import io.samegate.gateway.core.Route;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what happens to sockets, to people: in the log of this process and as facts. */
final class PortFacts {

    private static final Logger LOGGER = LoggerFactory.getLogger(PortFacts.class);

    private final String node;
    private final Reports reports;

    PortFacts(String node, Reports reports) {
        this.node = node;
        this.reports = reports;
    }

    /** The whole node has stopped taking new connections on its node ports, or takes them again. */
    void cordoned(boolean cordoned, Instant now) {
        String message = cordoned
                ? "node " + node + " is cordoned: its node ports refuse new connections, those that are open go on"
                : "node " + node + " takes new connections on its node ports again";
        ObjectRef about = new ObjectRef(ObjectKind.NODE, ObjectKey.clusterScoped(node));
        FactType type = cordoned ? FactType.NODE_NOT_SCHEDULABLE : FactType.NODE_SCHEDULABLE;
        reports.fact(Fact.of(type, about, "", now, message).on(node));
        LOGGER.atInfo().addKeyValue("node", node).log(message);
    }

    void settled(Route route, Binding binding, Instant now) {
        switch (binding) {
            case Binding.Bound() ->
                tell(FactType.PORT_OPENED, route, now, "opened " + route.listen() + " on node " + node);
            case Binding.Refused(var failure, String reason) -> {
                LOGGER.atWarn()
                        .addKeyValue("service", route.service().key())
                        .addKeyValue("address", route.listen())
                        .addKeyValue("reason", reason)
                        .log("cannot bind, will retry");
                tell(
                        FactType.PORT_REFUSED,
                        route,
                        now,
                        "cannot open " + route.listen() + " on node " + node + ": " + reason,
                        reason);
            }
        }
    }

    void closed(Route route, int open, Instant now) {
        String rest = open == 0 ? "" : ", " + open + " connections go on";
        tell(FactType.PORT_CLOSED, route, now, "closed " + route.listen() + " on node " + node + rest);
    }

    void drained(Route route, Instant now) {
        tell(
                FactType.PORT_DRAINED,
                route,
                now,
                "the last connection of the closed port " + route.listen() + " on node " + node + " has ended");
    }

    private void tell(FactType type, Route route, Instant now, String message, String... reason) {
        ObjectRef about = new ObjectRef(ObjectKind.SERVICE, route.service().key());
        Fact fact = Fact.of(type, about, route.service().uid(), now, message)
                .on(node)
                .with("address", route.listen().address())
                .with("protocol", route.listen().protocol().name())
                .with(
                        route.purpose() == OpenPort.Purpose.NODE_PORT ? "nodePort" : "port",
                        Integer.toString(route.listen().port()));
        for (String why : reason) {
            fact = fact.with("reason", why);
        }
        reports.fact(fact);
        LOGGER.atDebug().addKeyValue("service", route.service().key()).log(message);
    }
}
