package io.samegate.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Tests of the running service, which is ready before each of them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class ServedCase {

    /** Of the service under test, without credentials. */
    Client client;

    @BeforeEach
    void awaitReadiness() {
        client = newClient();
        Eventually.ready(client);
    }

    Client newClient() {
        return Client.of(port());
    }

    static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    /** A name that nothing else has which lives as long as the service. */
    static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
