package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer api;

    @TempDir
    private Path home;

    @BeforeEach
    void startApi() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.size() < 3 ? 503 : 201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
    }

    @AfterEach
    void stopApi() {
        api.stop(0);
    }

    @Test
    void waitsUntilServicesAndPodsAreDecidedOnAndStoresNothing() {
        Installation installation = new Installation(settings(), JvmCommand.Aot.OFF, quiet());
        installation.awaitAnswers();
        String services = "/api/v1/namespaces/default/services?dryRun=All";
        assertThat(asked).containsExactly(services, services, services, "/api/v1/namespaces/default/pods?dryRun=All");
    }

    @Test
    void whoeverDecidesEndsWithoutMemoryAndAGatewayGoesOn() {
        assertThat(new Programs(settings()).system())
                .allSatisfy(program -> assertThat(program.jvmFlags().contains("-XX:+ExitOnOutOfMemoryError"))
                        .as(program.name())
                        .isNotEqualTo(program.name().startsWith("gateway")));
    }

    private Settings settings() {
        Map<String, String> environment = Map.of(
                Settings.HOME,
                home.toString(),
                Settings.API_PORT,
                Integer.toString(api.getAddress().getPort()));
        return Settings.from(environment, home, home);
    }

    private static PrintStream quiet() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
