package io.samegate.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** Kubeconfigs of the installation's own, so that nobody's real cluster is ever meant by mistake. */
final class Kubeconfig {

    private static final String TEXT = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: samegate
              cluster:
                server: %s%s
            contexts:
            - name: samegate
              context:
                cluster: samegate
                namespace: default
                user: %s
            users:
            - name: %s
              user: %s
            current-context: samegate
            """;

    private Kubeconfig() {}

    /** The one of whoever runs the installation. */
    static void write(Installation installation) {
        Settings settings = installation.settings();
        Path file = installation.home().kubeconfig();
        if (settings.tls()) {
            write(file, settings, "admin", settings.tlsFolder().admin());
        } else {
            write(file, TEXT.formatted(settings.apiUrl(), "", "samegate", "samegate", "{}"));
        }
    }

    /** Somebody's; whoever has the file is that user. */
    static void write(Path file, Settings settings, String user, Identity identity) {
        String authority = "\n    certificate-authority-data: "
                + base64(settings.tlsFolder().authority().certificatePem());
        String credentials = "\n    client-certificate-data: " + base64(identity.certificatePem())
                + "\n    client-key-data: " + base64(identity.keyPem());
        String name = "\"" + user + "\"";
        write(file, TEXT.formatted(settings.apiUrl(), authority, name, name, credentials));
    }

    private static void write(Path file, String text) {
        try {
            TlsFolder.write(file, text);
        } catch (IOException e) {
            throw new UserError("Cannot write " + file + " (" + e.getMessage() + ").", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
