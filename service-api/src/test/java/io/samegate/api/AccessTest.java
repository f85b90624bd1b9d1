package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.samegate.api.config.ApiConfig;
import io.samegate.api.core.access.Authenticator;
import io.samegate.api.core.access.Authorizer;
import io.samegate.api.tls.TestCertificates;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings go together, and what is said when they do not. */
class AccessTest {

    private static final String CERTIFICATE = "samegate.api.tls.certificate";
    private static final String KEY = "samegate.api.tls.key";
    private static final String TOKENS = "samegate.api.access.token-file";
    private static final String CLIENT_CA = "samegate.api.access.client-ca";
    private static final String BINDINGS = "samegate.api.access.bindings";

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void makeFiles() throws IOException {
        TestCertificates authority = TestCertificates.authority("test");
        TestCertificates server = authority.server("EC", Duration.ofDays(1));
        Files.write(folder.resolve("ca"), authority.certificatePem());
        Files.write(folder.resolve("certificate"), server.certificatePem());
        Files.write(folder.resolve("key"), server.keyPem());
        Files.writeString(folder.resolve("tokens"), "abc,jane,1\n");
        Files.writeString(folder.resolve("bindings"), "");
    }

    @Test
    void withoutSettingsEverybodyMayDoEverything() {
        Access access = open();
        assertThat(access.missing()).isEqualTo("no TLS and no authentication");
        assertThat(access.authenticator()).isSameAs(Authenticator.NOBODY_IS_ASKED);
        assertThat(access.authorizer()).isSameAs(Authorizer.ALLOW_ALL);
        assertThat(access.names()).isEmpty();
    }

    @Test
    void onlyTlsAndAuthenticationTogetherAreEnoughForANetwork() {
        set(CERTIFICATE, "certificate").set(KEY, "key");
        assertThat(open().missing()).isEqualTo("no authentication");
        set(TOKENS, "tokens");
        assertThat(open().missing()).isEmpty();
        settings.remove(CERTIFICATE);
        settings.remove(KEY);
        assertThat(open().missing()).isEqualTo("no TLS");
    }

    @Test
    void anAddressThatOthersCanReachTakesWhatKeepsThemOut() {
        ListenAddress network = new ListenAddress("0.0.0.0", 8443);
        assertThatThrownBy(() -> network.requireLoopbackWithout("no TLS"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("because it has no TLS")
                .hasMessageContaining("samegate.api.insecure-network=true");
        assertThatCode(() -> network.requireLoopbackWithout("")).doesNotThrowAnyException();
        assertThatCode(() -> new ListenAddress("127.0.0.1", 8443).requireLoopbackWithout("no TLS"))
                .doesNotThrowAnyException();
    }

    @Test
    void aCertificateTakesItsKey() {
        set(CERTIFICATE, "certificate");
        refused(CERTIFICATE + " is set without " + KEY + ": TLS takes both");
        settings.clear();
        set(KEY, "key");
        refused(KEY + " is set without " + CERTIFICATE + ": TLS takes both");
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsSetting() {
        set(TOKENS, "nothing");
        refused(TOKENS + "=" + folder.resolve("nothing") + " is not there");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException {
        TestCertificates other = TestCertificates.authority("other").server("EC", Duration.ofDays(1));
        Files.write(folder.resolve("key"), other.keyPem());
        set(CERTIFICATE, "certificate").set(KEY, "key");
        refused(CERTIFICATE + "=" + folder.resolve("certificate") + " with " + KEY + "=" + folder.resolve("key")
                + " is not understood: the private key is not that of the certificate");
    }

    @Test
    void aMalformedFileIsNamedWithTheLine() throws IOException {
        Files.writeString(folder.resolve("tokens"), "abc,jane,1\nabc\n");
        set(TOKENS, "tokens");
        refused(TOKENS + "=" + folder.resolve("tokens") + " is not understood: line 2: 1 fields (expected:"
                + " token,user,uid or token,user,uid,\"group1,group2\")");
    }

    @Test
    void clientCertificatesTakeTls() {
        set(CLIENT_CA, "ca");
        refused(CLIENT_CA + " is set, but clients show certificates over TLS only: set " + CERTIFICATE + " and " + KEY
                + " as well");
    }

    @Test
    void bindingsTakeSomebodyToBind() {
        set(BINDINGS, "bindings");
        refused(BINDINGS + " is set, but nobody would be asked who they are: set " + TOKENS + " or " + CLIENT_CA
                + " as well");
    }

    private void refused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(StartRefusedException.class).hasMessage(message);
    }

    private AccessTest set(String setting, String file) {
        settings.put(setting, folder.resolve(file).toString());
        return this;
    }

    private Access open() {
        ApiConfig config = new SmallRyeConfigBuilder()
                .withMapping(ApiConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(ApiConfig.class);
        return Access.open(config, InstantSource.system());
    }
}
