package io.samegate.api.core.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void aServiceNameStartsWithALetterAndHasNoDots() {
        assertThat(Names.dns1035Label("my-name-2")).isEmpty();
        assertThat(Names.dns1035Label("1abc"))
                .containsExactly(
                        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
                                + " an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
                                + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
        assertThat(Names.dns1035Label("a.b")).hasSize(1);
        assertThat(Names.dns1035Label("a".repeat(64))).containsExactly("must be no more than 63 characters");
    }

    @Test
    void aDnsLabelSaysWhenOnlyItsDotsAreWrong() {
        assertThat(Names.dnsLabel("123-abc")).isEmpty();
        assertThat(Names.dnsLabel("a.b")).containsExactly("must not contain dots");
        assertThat(Names.dnsLabel("A"))
                .containsExactly("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
                        + " and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex"
                        + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }

    @Test
    void aSubdomainHasAtMost253Characters() {
        assertThat(Names.dnsSubdomain("a.b-c.9")).isEmpty();
        assertThat(Names.dnsSubdomain("a".repeat(253))).isEmpty();
        assertThat(Names.dnsSubdomain("a".repeat(254))).containsExactly("must be no more than 253 characters");
        assertThat(Names.dnsSubdomain("a..b")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "app.kubernetes.io/name", "A_b.c-9", "example.com/MyName"})
    void aLabelKeyMayHaveADomain(String key) {
        assertThat(Names.qualifiedName(key)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/c,a qualified name must consist of",
        "'',name part must be non-empty",
        "/a,prefix part must be non-empty",
        "example.com/,name part must be non-empty",
        "EXAMPLE.com/a,prefix part a lowercase RFC 1123 subdomain",
        "-a,name part must consist of",
    })
    void aLabelKeySaysWhichPartIsWrong(String key, String start) {
        assertThat(Names.qualifiedName(key)).first().asString().startsWith(start);
    }

    @ParameterizedTest
    @CsvSource({
        "waytoolongportname,must be no more than 15 characters",
        "a_b,'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'",
        "123,must contain at least one letter (a-z)",
        "a--b,must not contain consecutive hyphens",
        "-ab,must not begin or end with a hyphen",
        "ab-,must not begin or end with a hyphen",
    })
    void aPortNameSaysWhatIsWrong(String name, String reason) {
        assertThat(Names.portName(name)).containsExactly(reason);
    }

    @Test
    void aPortNumberIsBetween1And65535() {
        assertThat(Names.portNumber(1)).isEmpty();
        assertThat(Names.portNumber(65535)).isEmpty();
        assertThat(Names.portNumber(0)).containsExactly("must be between 1 and 65535, inclusive");
        assertThat(Names.portNumber(65536)).isNotEmpty();
        assertThat(Names.portNumber(-1)).isNotEmpty();
    }

    @Test
    void anAbsurdlyLongNameIsRefusedAndNotMatched() {
        String megabyte = "a-".repeat(1 << 19);
        assertThat(Names.dnsSubdomain(megabyte)).isNotEmpty();
        assertThat(Names.dnsLabel(megabyte)).isNotEmpty();
        assertThat(Names.labelValue(megabyte)).isNotEmpty();
        assertThat(Names.qualifiedName(megabyte)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.8.7", "0.0.0.0", "2001:db8::ffff", "::1", "::ffff:10.0.0.1"})
    void readsLiteralAddresses(String literal) {
        assertThat(Addresses.parse(literal)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.9.8", "10.9.8.256", "010.1.1.1", "localhost", "a:b", "1:2", "::1%lo", "10.0.0.1 "})
    void readsNothingElseAsAnAddress(String literal) {
        assertThat(Addresses.parse(literal)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,true",
        "2001:db8::/64,true",
        "10.0.0.0/33,false",
        "10.0.0.0,false",
        "10.0.0.0/-1,false",
        "x/8,false",
        "::/129,false",
    })
    void readsRanges(String range, boolean valid) {
        assertThat(Addresses.isCidr(range)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,may not be unspecified (0.0.0.0)",
        "127.0.0.1,'may not be in the loopback range (127.0.0.0/8, ::1/128)'",
        "::1,'may not be in the loopback range (127.0.0.0/8, ::1/128)'",
        "169.254.1.1,'may not be in the link-local range (169.254.0.0/16, fe80::/10)'",
        "224.0.0.5,'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'",
        "ff02::1,'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'",
    })
    void someAddressesAreNobodys(String literal, String reason) {
        assertThat(Addresses.special(literal)).containsExactly(reason);
    }
}
