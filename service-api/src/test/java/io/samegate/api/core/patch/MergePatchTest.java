package io.samegate.api.core.patch;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    /** The examples of RFC 7386, appendix A. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'a':'b'} | {'a':'c'} | {'a':'c'}
                    {'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}
                    {'a':'b'} | {'a':null} | {}
                    {'a':'b','b':'c'} | {'a':null} | {'b':'c'}
                    {'a':['b']} | {'a':'c'} | {'a':'c'}
                    {'a':'c'} | {'a':['b']} | {'a':['b']}
                    {'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}
                    {'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}
                    ['a','b'] | ['c','d'] | ['c','d']
                    {'a':'b'} | ['c'] | ['c']
                    {'a':'foo'} | null | null
                    {'a':'foo'} | 'bar' | 'bar'
                    {'e':null} | {'a':1} | {'e':null,'a':1}
                    [1,2] | {'a':'b','c':null} | {'a':'b'}
                    {} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}
                    """)
    void mergesAsTheRfcSays(String original, String patch, String result) {
        assertThat(MergePatch.apply(tree(original), tree(patch))).isEqualTo(tree(result));
    }

    @Test
    void thePatchOfADifferenceMakesOneDocumentTheOther() {
        Random random = new Random(20260101);
        for (int i = 0; i < 5_000; i++) {
            ObjectNode from = aDocument(random, 3);
            ObjectNode to = aDocument(random, 3);
            JsonNode before = from.deepCopy();
            assertThat(MergePatch.apply(from, difference(from, to)))
                    .as("%s to %s", from, to)
                    .isEqualTo(to);
            assertThat((JsonNode) from).isEqualTo(before);
        }
    }

    private static ObjectNode difference(ObjectNode from, ObjectNode to) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        from.fieldNames().forEachRemaining(field -> {
            if (!to.has(field)) {
                patch.putNull(field);
            }
        });
        to.properties().forEach(field -> {
            JsonNode old = from.path(field.getKey());
            if (old instanceof ObjectNode a && field.getValue() instanceof ObjectNode b) {
                patch.set(field.getKey(), difference(a, b));
            } else if (!old.equals(field.getValue())) {
                patch.set(field.getKey(), field.getValue());
            }
        });
        return patch;
    }

    /** Without nulls: no merge patch can say them. */
    private static ObjectNode aDocument(Random random, int depth) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = "f" + random.nextInt(4);
            switch (random.nextInt(depth > 0 ? 4 : 2)) {
                case 0 -> document.put(field, random.nextInt(3));
                case 1 -> document.put(field, "v" + random.nextInt(3));
                case 2 -> {
                    ArrayNode array = document.putArray(field);
                    array.add(random.nextInt(3));
                    array.add(aDocument(random, depth - 1));
                }
                default -> document.set(field, aDocument(random, depth - 1));
            }
        }
        return document;
    }
}
