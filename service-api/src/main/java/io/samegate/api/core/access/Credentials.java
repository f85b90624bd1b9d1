package io.samegate.api.core.access;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a request shows to say who asks. Not printed: a token is a secret.
 *
 * @param token of {@code Authorization: Bearer}; empty if there is none
 * @param certificates the client's chain, its own certificate first; empty if it sent none. The client has proved that it
 *     holds the key, nobody has looked at who signed it.
 */
public record Credentials(String token, List<X509Certificate> certificates) {

    public static final Credentials NONE = new Credentials("", List.of());

    public Credentials {
        certificates = List.copyOf(certificates);
    }

    @Override
    public String toString() {
        return "Credentials[" + (token.isEmpty() ? "no token" : "a token") + ", " + certificates.size()
                + " certificates]";
    }
}
