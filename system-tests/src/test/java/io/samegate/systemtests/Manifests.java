package io.samegate.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Manifests for tests, and those of the examples folder. */
final class Manifests {

    static final String SERVICES = "/api/v1/namespaces/default/services";
    static final String PODS = "/api/v1/namespaces/default/pods";

    private Manifests() {}

    /** A NodePort Service over the demonstration's pods. */
    static String nodePort(String name) {
        return nodePort(name, 0);
    }

    /** The same asking for a node port; 0 for any. */
    static String nodePort(String name, int nodePort) {
        String asked = nodePort == 0 ? "" : "    nodePort: " + nodePort + "\n";
        return """
                apiVersion: v1
                kind: Service
                metadata:
                  name: %s
                spec:
                  type: NodePort
                  selector: {app: webserver}
                  ports:
                  - name: webserver
                    port: 8080
                    targetPort: 80
                """.formatted(name) + asked;
    }

    /** A ClusterIP Service over the pod of the same name. */
    static String clusterIp(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata:
                  name: %s
                spec:
                  selector: {app: %s}
                  ports:
                  - port: 80
                """.formatted(name, name);
    }

    /** A Pod somewhere else, labelled with its name. */
    static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  labels: {app: %s}
                spec:
                  containers:
                  - name: web
                    image: web
                    ports: [{containerPort: 80}]
                status: {podIP: 10.20.30.40, hostIP: 10.20.30.1}
                """.formatted(name, name);
    }

    static String example(String name) {
        try {
            return Files.readString(Samegate.ROOT.resolve("examples").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
