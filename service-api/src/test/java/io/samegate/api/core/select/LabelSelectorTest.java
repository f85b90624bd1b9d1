package io.samegate.api.core.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.api.core.RefusedException;
import io.samegate.api.core.select.LabelSelector.Operator;
import io.samegate.api.core.select.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final Map<String, String> WEB = Map.of("app", "web", "tier", "front", "weight", "7", "empty", "");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "app=web",
                "app==web",
                "app = web , tier=front",
                "app!=mail",
                "absent!=x",
                "app in (web,mail)",
                "app in ( web )",
                "app notin (mail)",
                "absent notin (x)",
                "app",
                "!absent",
                "! absent",
                "empty=",
                "empty in (,x)",
                "weight>6",
                "weight<8",
                "app in (web),tier,!absent",
            })
    void selects(String selector) {
        assertThat(LabelSelector.parse(selector).matches(WEB)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app=mail",
                "absent=x",
                "app!=web",
                "app in (mail,shop)",
                "absent in (x)",
                "app notin (web)",
                "absent",
                "!app",
                "app=",
                "weight>7",
                "weight<7",
                "app>1",
                "app=web,tier=back",
            })
    void doesNotSelect(String selector) {
        assertThat(LabelSelector.parse(selector).matches(WEB)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a in        | unable to parse requirement: found '', expected: '('
                    a in (x     | unable to parse requirement: found '', expected: ',' or ')'
                    a in (x y)  | unable to parse requirement: found 'y', expected: ',' or ')'
                    a in (!)    | unable to parse requirement: found '!', expected: ',', ')' or identifier
                    a=b,        | unable to parse requirement: found '', expected: identifier after ','
                    a=b c       | unable to parse requirement: found 'c', expected: ',' or 'end of string'
                    ,a          | unable to parse requirement: found ',', expected: !, identifier, or 'end of string'
                    =a          | unable to parse requirement: found '=', expected: !, identifier, or 'end of string'
                    a is b      | unable to parse requirement: found 'is', expected: in, notin, =, ==, !=, gt, lt
                    a==!        | unable to parse requirement: found '!', expected: identifier
                    !           | unable to parse requirement: found '', expected: identifier
                    """)
    void refusesBadGrammarAsKubernetesDoes(String selector, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(400))
                .hasMessage(message);
    }

    @Test
    void refusesKeysValuesAndBoundsThatNoLabelCanHave() {
        assertThatThrownBy(() -> LabelSelector.parse("a/b/c=x"))
                .hasMessageStartingWith("unable to parse requirement: key: Invalid value: \"a/b/c\": a qualified name");
        assertThatThrownBy(() -> LabelSelector.parse("a=-x"))
                .hasMessageStartingWith(
                        "unable to parse requirement: values[0][a]: Invalid value: \"-x\": a valid label must be");
        assertThatThrownBy(() -> LabelSelector.parse("a>x")).hasMessageContaining("the value must be an integer");
        assertThatThrownBy(() -> LabelSelector.parse("a in ()"))
                .hasMessageContaining("for 'in', 'notin' operators, values set can't be empty");
    }

    @Test
    void parsesWhatItPrints() {
        Random random = new Random(20260101);
        for (int i = 0; i < 2_000; i++) {
            LabelSelector selector = aSelector(random);
            assertThat(LabelSelector.parse(selector.toString()))
                    .as(selector.toString())
                    .isEqualTo(selector);
        }
    }

    @Test
    void aRandomTextIsParsedOrRefusedButNeverBreaksTheParser() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append("ab=!(),<> in notin -/.".charAt(random.nextInt(22)));
            }
            try {
                LabelSelector.parse(text.toString());
            } catch (RefusedException refused) {
                assertThat(refused.status().getCode()).isEqualTo(400);
            }
        }
    }

    private static LabelSelector aSelector(Random random) {
        List<Requirement> requirements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
            List<String> values = switch (operator) {
                case EXISTS, DOES_NOT_EXIST -> List.of();
                case GREATER_THAN, LESS_THAN -> List.of(Integer.toString(random.nextInt(100)));
                case EQUALS, NOT_EQUALS -> List.of("v" + random.nextInt(3));
                case IN, NOT_IN -> random.nextBoolean() ? List.of("", "x" + random.nextInt(3)) : List.of("in", "notin");
            };
            requirements.add(new Requirement("example.com/k" + random.nextInt(3), operator, values));
        }
        return new LabelSelector(requirements);
    }
}
