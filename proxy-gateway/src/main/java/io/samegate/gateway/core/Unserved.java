package io.samegate.gateway.core;

import io.samegate.contracts.node.OpenPort;

/** A socket the Service should have but does not get, and why, for a person. */
public record Unserved(ListenAddress listen, OpenPort.Purpose purpose, String reason) {}
