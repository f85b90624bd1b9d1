package io.samegate.gateway.tcp;

import io.samegate.gateway.core.Endpoint;
import java.net.InetSocketAddress;

/** An endpoint with its address as the system wants it, so that nothing is parsed per connection. */
record Target(Endpoint endpoint, InetSocketAddress address) {}
