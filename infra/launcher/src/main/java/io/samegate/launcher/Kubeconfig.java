package io.samegate.launcher;

import java.io.IOException;
import java.nio.file.Files;

/** A kubeconfig of the installation's own, so that nobody's real cluster is ever meant by mistake. */
final class Kubeconfig {

    private static final String TEXT = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: samegate
              cluster:
                server: %s
            contexts:
            - name: samegate
              context:
                cluster: samegate
                namespace: default
                user: samegate
            users:
            - name: samegate
              user: {}
            current-context: samegate
            """;

    private Kubeconfig() {}

    static void write(Installation installation) {
        Home home = installation.home();
        try {
            Files.writeString(
                    home.kubeconfig(), TEXT.formatted(installation.settings().apiUrl()));
        } catch (IOException e) {
            throw new UserError("Cannot write " + home.kubeconfig() + " (" + e.getMessage() + ").");
        }
    }
}
