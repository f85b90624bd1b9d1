package io.samegate.api.core.patch;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'a':1} | {'op':'add','path':'/b','value':2} | {'a':1,'b':2}
                    {'a':1} | {'op':'add','path':'/a','value':null} | {'a':null}
                    {'a':[1,3]} | {'op':'add','path':'/a/1','value':2} | {'a':[1,2,3]}
                    {'a':[1]} | {'op':'add','path':'/a/-','value':2} | {'a':[1,2]}
                    {'a':[1]} | {'op':'add','path':'/a/1','value':2} | {'a':[1,2]}
                    {'a':1} | {'op':'add','path':'','value':[]} | []
                    {'a':1,'b':2} | {'op':'remove','path':'/a'} | {'b':2}
                    {'a':[1,2]} | {'op':'remove','path':'/a/0'} | {'a':[2]}
                    {'a':1} | {'op':'replace','path':'/a','value':2} | {'a':2}
                    {'a':[1,2]} | {'op':'replace','path':'/a/1','value':3} | {'a':[1,3]}
                    {'a':{'b':1},'c':{}} | {'op':'move','from':'/a/b','path':'/c/d'} | {'a':{},'c':{'d':1}}
                    {'a':[1,2,3]} | {'op':'move','from':'/a/0','path':'/a/2'} | {'a':[2,3,1]}
                    {'a':{'b':1}} | {'op':'copy','from':'/a','path':'/c'} | {'a':{'b':1},'c':{'b':1}}
                    {'a':1} | {'op':'test','path':'/a','value':1.0} | {'a':1}
                    {'a/b':1,'c~d':2} | {'op':'remove','path':'/a~1b'} | {'c~d':2}
                    {'m':{'app.io/x':'1'}} | {'op':'replace','path':'/m/app.io~1x','value':'2'} | {'m':{'app.io/x':'2'}}
                    """)
    void operatesAsTheRfcSays(String original, String operation, String result) {
        JsonNode document = tree(original);
        assertThat(JsonPatch.apply(document, tree("[" + operation + "]"))).isEqualTo(tree(result));
        assertThat(document).isEqualTo(tree(original));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'op':'remove','path':'/x'} | 422
                    {'op':'remove','path':''} | 422
                    {'op':'replace','path':'/x','value':1} | 422
                    {'op':'add','path':'/x/y','value':1} | 422
                    {'op':'add','path':'/a/2','value':1} | 422
                    {'op':'add','path':'/a/x','value':1} | 422
                    {'op':'add','path':'/a/-1','value':1} | 422
                    {'op':'replace','path':'/a/-','value':1} | 422
                    {'op':'test','path':'/a/0','value':2} | 422
                    {'op':'move','from':'/o','path':'/o/x'} | 422
                    {'op':'copy','from':'/x','path':'/y'} | 422
                    {'op':'jump','path':'/a'} | 400
                    {'op':'add','path':'/b'} | 400
                    {'op':'add','path':'b','value':1} | 400
                    {'op':'add','value':1} | 400
                    {'path':'/b'} | 400
                    7 | 400
                    """)
    void refusesWhatDoesNotFit(String operation, int code) {
        JsonNode document = tree("{'a':[1],'o':{}}");
        assertThatThrownBy(() -> JsonPatch.apply(document, tree("[" + operation + "]")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(code));
    }

    @Test
    void anyFailureUndoesTheWholePatch() {
        JsonNode document = tree("{'a':1}");
        assertThatThrownBy(() ->
                        JsonPatch.apply(document, tree("[{'op':'remove','path':'/a'},{'op':'remove','path':'/a'}]")))
                .isInstanceOf(RefusedException.class);
        assertThat(document).isEqualTo(tree("{'a':1}"));
    }

    @Test
    void copiesThatDoubleTheDocumentAreStopped() {
        StringBuilder bomb = new StringBuilder("[{'op':'add','path':'/a','value':['x']}");
        bomb.append(",{'op':'copy','from':'/a','path':'/a/-'}".repeat(60)).append(']');
        assertThatThrownBy(() -> JsonPatch.apply(tree("{}"), tree(bomb.toString())))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(422));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'copy','from':'','path':'/a'}", // doubles the depth each time
                "{'op':'add','path':'/a','value':NEST},{'op':'copy','from':'/a','path':'/b'},{'op':'copy','from':'/b','path':'/a/0'}",
                "{'op':'add','path':'/b','value':[]},{'op':'move','from':'/a','path':'/b/0'},{'op':'move','from':'/b','path':'/a'}",
                "{'op':'replace','path':'/list/0','value':NEST}",
            })
    void nothingIsNestedDeeperThanABodyMayBe(String operations) {
        String nest = "[".repeat(99) + "]".repeat(99);
        String again = (operations + ",").repeat(200).replace("NEST", nest);
        JsonNode patch = tree("[" + again.substring(0, again.length() - 1) + "]");
        assertThatThrownBy(() -> JsonPatch.apply(tree("{'a':{},'list':[1]}"), patch))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(422))
                .hasMessageContaining("too deeply");
    }

    @Test
    void whatIsAsDeepAsABodyMayBeFits() {
        String nest = "[".repeat(99) + "]".repeat(99);
        assertThat(JsonPatch.apply(tree("{}"), tree("[{'op':'add','path':'/a','value':" + nest + "}]")))
                .isEqualTo(tree("{'a':" + nest + "}"));
    }

    @Test
    void moreThanTenThousandOperationsAreRefused() {
        String many = "[" + "{},".repeat(10_000) + "{}]";
        assertThatThrownBy(() -> JsonPatch.apply(tree("{}"), tree(many)))
                .hasMessage(
                        "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001");
    }
}
