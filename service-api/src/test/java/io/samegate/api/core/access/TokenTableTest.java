package io.samegate.api.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTableTest {

    @Test
    void aTokenNamesItsUserAndTheGroups() throws MalformedException {
        // Given
        TokenTable table = TokenTable.parse("""
                abc,jane,u-1,"shop-team, on-call"

                "d,""e",joe,u-2
                """);
        // Then
        assertThat(check(table, "abc"))
                .isEqualTo(new Authenticator.Finding.Known(
                        new User("jane", "u-1", List.of("shop-team", "on-call", "system:authenticated"))));
        assertThat(check(table, "d,\"e"))
                .isEqualTo(new Authenticator.Finding.Known(new User("joe", "u-2", List.of("system:authenticated"))));
    }

    @ParameterizedTest
    @CsvSource({"ab", "abcd", "ABC", "'abc,jane'", "jane"})
    void whatIsNotAWholeTokenIsRejected(String token) throws MalformedException {
        assertThat(check(TokenTable.parse("abc,jane,u-1"), token)).isInstanceOf(Authenticator.Finding.Rejected.class);
    }

    @Test
    void whoShowsNoTokenIsNobodysBusinessHere() throws MalformedException {
        assertThat(TokenTable.parse("abc,jane,u-1").check(Credentials.NONE))
                .isInstanceOf(Authenticator.Finding.Silent.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secret,jane               | line 2: 2 fields
            secret,jane,1,a,b         | line 2: 5 fields
            ,jane,1                   | line 2: the token is empty
            sec ret,jane,1            | line 2: the token is empty, or has characters
            secret,,1                 | line 2: the user has no name
            good,jane,1               | line 2: the token of line 1 again
            secret,jane,1,"a          | line 2: a quote that is not closed
            secret,jane,1,"a"b        | line 2: something between
            sec"ret,jane,1            | line 2: a quote in a field
            """)
    void aLineThatIsNotUnderstoodIsNamedButNotItsToken(String line, String message) {
        assertThatThrownBy(() -> TokenTable.parse("good,root,0\n" + line))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aTableHasAnEnd() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= TokenTable.MAX_TOKENS; i++) {
            text.append("token").append(i).append(",user,uid\n");
        }
        assertThatThrownBy(() -> TokenTable.parse(text.toString())).hasMessageContaining("10001 tokens");
    }

    @Test
    void credentialsAreNotPrinted() {
        assertThat(new Credentials("secret", List.of()).toString()).doesNotContain("secret");
    }

    @Test
    void theFirstWhoKnowsIsRightAndWhatNobodyKnowsIsRejected() throws MalformedException {
        // Given
        Authenticator both =
                new FirstToKnow(List.of(TokenTable.parse("a,jane,1"), TokenTable.parse("b,joe,2\na,other,3")));
        // Then
        assertThat(check(both, "a"))
                .isEqualTo(new Authenticator.Finding.Known(User.authenticated("jane", "1", List.of())));
        assertThat(check(both, "b"))
                .isEqualTo(new Authenticator.Finding.Known(User.authenticated("joe", "2", List.of())));
        assertThat(check(both, "c")).isInstanceOf(Authenticator.Finding.Rejected.class);
        assertThat(check(new FirstToKnow(List.of()), "c")).isInstanceOf(Authenticator.Finding.Rejected.class);
        assertThat(both.check(Credentials.NONE)).isInstanceOf(Authenticator.Finding.Silent.class);
    }

    private static Authenticator.Finding check(Authenticator authenticator, String token) {
        return authenticator.check(new Credentials(token, List.of()));
    }
}
