package io.samegate.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.access.Authenticator.Finding;
import io.samegate.api.core.access.Credentials;
import io.samegate.api.core.access.MalformedException;
import io.samegate.api.core.access.User;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClientCertificatesTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final TestCertificates authority = TestCertificates.authority("test");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Test
    void theCommonNameIsTheUserAndTheOrganizationsAreTheGroups() throws MalformedException {
        TestCertificates jane = authority.client("O=shop-team,O=a\\, b,CN=jane,L=here", A_DAY);
        assertThat(check(jane))
                .isEqualTo(
                        new Finding.Known(new User("jane", "", List.of("shop-team", "a, b", "system:authenticated"))));
    }

    @Test
    void aCertificateIsForgottenWhenItExpires() throws MalformedException {
        TestCertificates jane = authority.client("CN=jane", A_DAY);
        ClientCertificates users = ClientCertificates.of(authority.certificatePem(), now::get);
        assertThat(users.check(shown(jane))).isInstanceOf(Finding.Known.class);
        now.set(now.get().plus(Duration.ofDays(2)));
        assertThat(users.check(shown(jane))).isInstanceOf(Finding.Rejected.class);
    }

    @Test
    void whatSomebodyElseSignedIsRejectedEvenUnderTheSameName() throws MalformedException {
        TestCertificates impostor = TestCertificates.authority("test").client("CN=root,O=system:masters", A_DAY);
        assertThat(check(impostor)).isInstanceOf(Finding.Rejected.class);
    }

    @Test
    void aCertificateForServersIsNotForClients() throws MalformedException {
        assertThat(check(authority.server("EC", A_DAY))).isInstanceOf(Finding.Rejected.class);
    }

    @Test
    void whatAClientSignedIsRejected() throws MalformedException {
        TestCertificates jane = authority.client("CN=jane", A_DAY);
        TestCertificates forged = jane.client("CN=root,O=system:masters", A_DAY);
        ClientCertificates users = ClientCertificates.of(authority.certificatePem(), now::get);
        assertThat(users.check(new Credentials("", List.of(forged.certificate(), jane.certificate()))))
                .isInstanceOf(Finding.Rejected.class);
    }

    @Test
    void aCertificateWithoutACommonNameNamesNobody() throws MalformedException {
        assertThat(check(authority.client("O=shop-team", A_DAY))).isInstanceOf(Finding.Rejected.class);
    }

    @Test
    void severalAuthoritiesMayStandInOneFile() throws MalformedException {
        TestCertificates other = TestCertificates.authority("other");
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(authority.certificatePem());
        both.writeBytes(other.certificatePem());
        ClientCertificates users = ClientCertificates.of(both.toByteArray(), now::get);
        assertThat(users.check(shown(authority.client("CN=jane", A_DAY)))).isInstanceOf(Finding.Known.class);
        assertThat(users.check(shown(other.client("CN=joe", A_DAY)))).isInstanceOf(Finding.Known.class);
    }

    @Test
    void whoShowsNoCertificateIsNobodysBusinessHere() throws MalformedException {
        assertThat(ClientCertificates.of(authority.certificatePem(), now::get)
                        .check(new Credentials("token", List.of())))
                .isInstanceOf(Finding.Silent.class);
    }

    private Finding check(TestCertificates client) throws MalformedException {
        return ClientCertificates.of(authority.certificatePem(), now::get).check(shown(client));
    }

    private static Credentials shown(TestCertificates client) {
        return new Credentials("", List.of(client.certificate()));
    }
}
