package io.samegate.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressLockTest {

    @Test
    void anAddressHasOneGatewayAtATime() {
        AddressLock first = AddressLock.take("127.0.0.98").orElseThrow();
        assertThat(AddressLock.take("127.0.0.98")).isEmpty();
        AddressLock.take("127.0.0.97").orElseThrow().close();
        first.close();
        AddressLock.take("127.0.0.98").orElseThrow().close();
    }
}
