package io.samegate.gateway.core;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.node.NodePorts;
import java.util.Map;

/**
 * What a gateway tells. None of the methods blocks or fails: the newest value per key is sent as soon as the log can be
 * reached, facts may be dropped when it cannot for long.
 */
public interface Reports {

    void ports(ObjectKey service, NodePorts ports);

    /** Nothing of the Service is open here any more. */
    void noPorts(ObjectKey service);

    /** Connections still open to a Pod that is leaving; none takes the record back. */
    void drain(String podUid, int connections);

    /**
     * Everything up to these positions (by short topic name) has been done, and what was reported before this call is
     * what it led to: no report claims a position before the records it stands on are in the log.
     */
    void applied(Map<String, Long> positions);

    void fact(Fact fact);
}
