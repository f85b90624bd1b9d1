package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFolderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private Settings settings;
    private TlsFolder folder;

    @BeforeEach
    void prepare() {
        settings = Settings.from(Map.of(Settings.HOME, home.toString()), home, home)
                .withTls();
        folder = settings.tlsFolder();
        folder.prepare(settings, NOW);
    }

    @Test
    void nobodyElseMayReadWhatItHolds() throws IOException {
        assertThat(permissions(home.resolve("tls"))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(home.resolve("tls"))) {
            assertThat(files.map(TlsFolderTest::permissions)).containsOnly("rw-------");
        }
    }

    @Test
    void whatIsThereIsKept() throws IOException {
        // Given
        Map<String, String> before = contents();
        // When
        folder.prepare(settings, NOW.plus(Duration.ofDays(300)));
        // Then
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void whatEndsSoonIsRenewedByTheSameAuthority() throws IOException {
        // Given
        Map<String, String> before = contents();
        // When
        folder.prepare(settings, NOW.plus(Duration.ofDays(340)));
        // Then
        Map<String, String> after = contents();
        assertThat(after.get("ca.crt")).isEqualTo(before.get("ca.crt"));
        assertThat(after.get("tokens.csv")).isEqualTo(before.get("tokens.csv"));
        assertThat(after.get("server.crt")).isNotEqualTo(before.get("server.crt"));
        assertThat(after.get("admin.crt")).isNotEqualTo(before.get("admin.crt"));
    }

    @Test
    void anAuthorityThatEndsSoonIsRenewedWithAllItSigned() throws IOException {
        // Given
        Map<String, String> before = contents();
        // When
        folder.prepare(settings, NOW.plus(Duration.ofDays(3500)));
        // Then
        Map<String, String> after = contents();
        assertThat(after.get("ca.crt")).isNotEqualTo(before.get("ca.crt"));
        assertThat(folder.admin().isSignedBy(new CertificateAuthority(folder.authority())))
                .isTrue();
    }

    @Test
    void aNodeMoreTakesANewCertificateOfTheServer() throws IOException {
        // Given
        Map<String, String> before = contents();
        // When
        folder.prepare(settings.withNodes(7), NOW);
        // Then
        assertThat(contents().get("server.crt")).isNotEqualTo(before.get("server.crt"));
        assertThat(contents().get("admin.crt")).isEqualTo(before.get("admin.crt"));
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsReplacedWithIt() throws IOException {
        // Given
        Files.copy(home.resolve("tls/admin.key"), home.resolve("tls/server.key"), StandardCopyOption.REPLACE_EXISTING);
        String before = contents().get("server.crt");
        // When
        folder.prepare(settings, NOW);
        // Then
        assertThat(contents().get("server.crt")).isNotEqualTo(before);
    }

    @Test
    void aClientCertificateNamesTheUserAndTheGroups() throws Exception {
        // When
        X509Certificate certificate = folder.client("jane@example.com", List.of("shop-team", "on, call"), NOW)
                .certificate();
        // Then
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=jane@example.com,O=on\\, call,O=shop-team");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        certificate.verify(folder.authority().certificate().getPublicKey());
    }

    @Test
    void twoUsersHaveDifferentTokens() throws IOException {
        List<String> lines = Files.readAllLines(folder.tokens());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).split(",")[0])
                .hasSize(43)
                .isNotEqualTo(lines.get(1).split(",")[0]);
    }

    @Test
    void withoutAnAuthorityNobodyIsSigned() {
        TlsFolder empty = new TlsFolder(home.resolve("nothing"));
        assertThatThrownBy(() -> empty.client("jane", List.of(), NOW))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("./samegate up --tls");
    }

    @Test
    void aKubeconfigHoldsAllItTakes() throws IOException {
        // When
        Path file = home.resolve("kubeconfig-jane");
        Kubeconfig.write(file, settings, "jane", folder.client("jane", List.of(), NOW));
        // Then
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("server: https://127.0.0.1:8080")
                .contains("certificate-authority-data: ")
                .contains("client-certificate-data: ")
                .contains("client-key-data: ");
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(home.resolve("tls"))) {
            for (Path file : files.toList()) {
                contents.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return contents;
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
