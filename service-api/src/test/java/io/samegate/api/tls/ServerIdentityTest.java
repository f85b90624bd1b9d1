package io.samegate.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.api.core.access.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerIdentityTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final TestCertificates authority = TestCertificates.authority("test");

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void keysOfTheUsualKindsAndFormsAreRead(String algorithm) throws MalformedException {
        TestCertificates server = authority.server(algorithm, A_DAY);
        assertThat(ServerIdentity.of(server.certificatePem(), server.keyPem()).certificate())
                .isEqualTo(server.certificate());
        assertThat(ServerIdentity.of(server.certificatePem(), server.oldKeyPem())
                        .certificate())
                .isEqualTo(server.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void theKeyOfAnotherCertificateIsRefused(String algorithm) {
        byte[] certificate = authority.server("EC", A_DAY).certificatePem();
        byte[] key = authority.server(algorithm, A_DAY).keyPem();
        assertThatThrownBy(() -> ServerIdentity.of(certificate, key))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("the private key ")
                .hasMessageContaining("that of the certificate");
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsSaidToBeThat() {
        TestCertificates server = authority.server("EC", A_DAY);
        byte[] nothing = "nothing".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> ServerIdentity.of(nothing, server.keyPem()))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("there is no");
        assertThatThrownBy(() -> ServerIdentity.of(server.certificatePem(), nothing))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("the private key cannot be used");
        assertThatThrownBy(() -> ServerIdentity.of(new byte[0], server.keyPem()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void itsNamesAreThoseOfTheCertificateWithoutPatterns() throws MalformedException {
        TestCertificates server = authority.server("EC", A_DAY);
        assertThat(ServerIdentity.of(server.certificatePem(), server.keyPem()).names())
                .containsExactlyInAnyOrder("127.0.0.1", "localhost", "api.example.com", "ec.example.com");
    }

    @Test
    void timeThatIsOverIsAWarningAndNoFailure() throws MalformedException {
        TestCertificates expired = authority.server("EC", Duration.ofHours(-1));
        ServerIdentity identity = ServerIdentity.of(expired.certificatePem(), expired.keyPem());
        assertThat(identity.warning(Instant.now()).orElseThrow()).contains("has expired");
        assertThat(identity.warning(Instant.now().minus(Duration.ofDays(30))).orElseThrow())
                .contains("not valid before");
        assertThat(identity.warning(Instant.now().minus(A_DAY))).isEmpty();
    }
}
