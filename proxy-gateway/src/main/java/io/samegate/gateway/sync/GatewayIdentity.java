package io.samegate.gateway.sync;

import io.samegate.gateway.core.NodeProfile;

/**
 * Who speaks.
 *
 * @param instance new with every process
 * @param generation grows with every process of the node
 */
public record GatewayIdentity(NodeProfile node, String instance, long generation) {}
