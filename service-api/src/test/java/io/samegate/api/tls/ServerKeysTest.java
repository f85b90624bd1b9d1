package io.samegate.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.access.MalformedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServerKeysTest {

    private final TestCertificates authority = TestCertificates.authority("test");
    private final TestCertificates old = authority.server("EC", Duration.ofDays(1));
    private final TestCertificates renewed = authority.server("EC", Duration.ofDays(1));
    private final AtomicReference<ServerIdentity> identity = new AtomicReference<>(identity(old));
    private final ServerKeys keys = new ServerKeys(identity::get);

    ServerKeysTest() throws MalformedException {}

    @Test
    void aHandshakeGoesOnWithTheIdentityItBeganWith() throws MalformedException {
        // Given a handshake that has begun
        String alias = keys.chooseEngineServerAlias("EC", null, null);
        // When the certificate is renewed, and others begin with the new one
        identity.set(identity(renewed));
        String other = keys.chooseEngineServerAlias("EC", null, null);
        // Then
        assertThat(keys.getCertificateChain(alias)).containsExactly(old.certificate());
        assertThat(keys.getPrivateKey(alias)).isEqualTo(old.key());
        assertThat(keys.getCertificateChain(other)).containsExactly(renewed.certificate());
        assertThat(keys.getPrivateKey(other)).isEqualTo(renewed.key());
    }

    @Test
    void whatWasReplacedTwiceIsForgotten() throws MalformedException {
        String alias = keys.chooseServerAlias("EC", null, null);
        for (TestCertificates next : new TestCertificates[] {renewed, authority.server("EC", Duration.ofDays(1))}) {
            identity.set(identity(next));
            keys.chooseServerAlias("EC", null, null);
        }
        assertThat(keys.getPrivateKey(alias)).isNull();
        assertThat(keys.getCertificateChain(alias)).isNull();
    }

    @Test
    void thereIsNoAliasForAKindOfKeyThatIsNotThere() {
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
        assertThat(keys.getServerAliases("EC", null))
                .hasSize(1)
                .allSatisfy(alias -> assertThat(keys.getPrivateKey(alias)).isEqualTo(old.key()));
    }

    private static ServerIdentity identity(TestCertificates of) throws MalformedException {
        return ServerIdentity.of(of.certificatePem(), of.keyPem());
    }
}
