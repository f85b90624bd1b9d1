package io.samegate.api.core.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.Objects;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlWriterTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private static final List<String> WORDS = List.of(
            "a",
            "",
            " ",
            "no",
            "Yes",
            "~",
            "null",
            "8080",
            "1e3",
            "0x1F",
            "1:30",
            "- x",
            "x: y",
            "#",
            "a#b",
            "a #b",
            "'",
            "\"",
            "\\",
            "\n",
            "a\nb\n",
            "\t",
            "\u0000",
            "\u0085",
            "\u2028",
            "\ud83d\ude00",
            "%",
            "@",
            "&a",
            "*a",
            "!t",
            "{",
            "[",
            ",",
            "?",
            "|",
            ">",
            "2001-01-01",
            ".inf",
            "=",
            "<<",
            "kubernetes.io/name",
            "10.0.0.1");

    @Test
    void objectsAndListsStandAsKubectlShowsThem() {
        JsonNode service = Objects.tree("{'kind':'Service','metadata':{'name':'web','labels':{}},"
                + "'spec':{'ports':[{'port':80,'targetPort':'http'}],'clusterIPs':['None'],'on':true}}");
        assertThat(YamlWriter.write(service)).isEqualTo("""
            kind: Service
            metadata:
              name: web
              labels: {}
            spec:
              ports:
              - port: 80
                targetPort: http
              clusterIPs:
              - None
              "on": true
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "8080", "1e3", "null", "~", "2001-01-01", "1:30", "", "y"})
    void whatCouldBeAnythingButAStringIsQuoted(String text) {
        assertThat(YamlWriter.write(JsonNodeFactory.instance.textNode(text))).isEqualTo('"' + text + "\"\n");
    }

    @Test
    void whateverIsWrittenIsReadBackTheSame() {
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            JsonNode tree = tree(random, 4);
            Object read = new Load(LoadSettings.builder().build()).loadFromString(YamlWriter.write(tree));
            assertThat(PLAIN.<JsonNode>valueToTree(read)).isEqualTo(tree);
        }
    }

    private static JsonNode tree(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> nodes.numberNode(random.nextInt());
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.nullNode();
            case 3, 4 -> nodes.textNode(word(random) + word(random));
            case 5 -> {
                var array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(word(random) + i, tree(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
