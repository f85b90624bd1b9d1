package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Tests that connect to Pods through Services; the Pods are servers of the test's own. */
abstract class TrafficCase extends NamespacedCase {

    private final List<Backend> backends = new ArrayList<>();

    TrafficCase(Samegate samegate) {
        super(samegate);
    }

    @AfterEach
    void stopBackends() throws IOException {
        for (Backend backend : backends) {
            backend.close();
        }
    }

    Backend backend(String name) throws IOException {
        Backend backend = Backend.named(name);
        backends.add(backend);
        return backend;
    }

    Backend pod(String name, String app, String node) throws IOException {
        Backend backend = backend(name);
        api().create(pods(), backend.podOn(app, node));
        return backend;
    }

    int nodePort(String name) {
        return nodePort(name, "");
    }

    /** The same with one more field of the spec, empty for none. */
    int nodePort(String name, String field) {
        return api().create(services(), service(name).replace("type: NodePort", "type: NodePort\n  " + field))
                .at("/spec/ports/0/nodePort")
                .asInt();
    }

    static String service(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, annotations: {}}
                spec:
                  type: NodePort
                  selector: {app: %s}
                  ports:
                  - {port: 80, targetPort: 80}
                """.formatted(name, name);
    }

    /** Merges this into the Service web. */
    JsonNode patch(String patch) {
        ApiClient.Answer answer = api().patch(services() + "/web", "merge-patch+json", patch);
        assertThat(answer.code()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    Set<String> reached(int node, int port) {
        return Backend.reachedBySome(samegate().nodeAddress(node), port);
    }

    void reachable(int node, int port, String... names) {
        Eventually.until(() -> reached(node, port).equals(Set.of(names)));
    }

    /** At once, not by silence. */
    boolean isRefused(int node, int port) {
        try (Socket socket = new Socket(samegate().nodeAddress(node), port)) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
