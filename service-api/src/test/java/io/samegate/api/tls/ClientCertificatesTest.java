package io.samegate.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.access.Authenticator.Finding;
import io.samegate.api.core.access.Credentials;
import io.samegate.api.core.access.MalformedException;
import io.samegate.api.core.access.User;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
    void aRejectionIsRememberedForAMinute() throws MalformedException {
        // Given a certificate that is not valid yet
        TestCertificates jane = authority.client("CN=jane", A_DAY);
        Instant valid = jane.certificate().getNotBefore().toInstant();
        ClientCertificates users = ClientCertificates.of(authority.certificatePem(), now::get);
        now.set(valid.minusSeconds(10));
        assertThat(users.check(shown(jane))).isInstanceOf(Finding.Rejected.class);
        // When it has become valid, then it is looked at again once the minute is over
        now.set(valid.plusSeconds(49));
        assertThat(users.check(shown(jane))).isInstanceOf(Finding.Rejected.class);
        now.set(valid.plusSeconds(50));
        assertThat(users.check(shown(jane))).isInstanceOf(Finding.Known.class);
    }

    @Test
    void aRejectionIsOfTheWholeChain() throws MalformedException {
        // Given a client that was rejected because it did not show who signed it
        TestCertificates between = authority.intermediate("between");
        TestCertificates jane = between.client("CN=jane", A_DAY);
        ClientCertificates users = ClientCertificates.of(authority.certificatePem(), now::get);
        assertThat(users.check(shown(jane))).isInstanceOf(Finding.Rejected.class);
        // When it shows that, then it is let in
        assertThat(users.check(new Credentials("", List.of(jane.certificate(), between.certificate()))))
                .isInstanceOf(Finding.Known.class);
    }

    @Test
    void aChainIsAtMostFiveLongWithThreeBetween() throws MalformedException {
        List<X509Certificate> chain = new ArrayList<>();
        TestCertificates last = authority;
        for (int i = 0; i < 4; i++) {
            last = last.intermediate("between" + i);
            chain.addFirst(last.certificate());
            TestCertificates client = last.client("CN=jane", A_DAY);
            List<X509Certificate> shown = new ArrayList<>(chain);
            shown.addFirst(client.certificate());
            Finding finding =
                    ClientCertificates.of(authority.certificatePem(), now::get).check(new Credentials("", shown));
            assertThat(finding).isInstanceOf(i < 3 ? Finding.Known.class : Finding.Rejected.class);
        }
    }

    @Test
    void aLongerChainIsNotLookedAt() throws MalformedException {
        X509Certificate jane = authority.client("CN=jane", A_DAY).certificate();
        assertThat(ClientCertificates.of(authority.certificatePem(), now::get)
                        .check(new Credentials("", Collections.nCopies(6, jane))))
                .isEqualTo(new Finding.Rejected("the client's certificate is not accepted: 6 certificates are shown"
                        + " (expected: at most 5)"));
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
