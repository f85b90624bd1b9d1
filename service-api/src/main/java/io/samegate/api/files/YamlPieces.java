package io.samegate.api.files;

import io.samegate.api.core.access.MalformedException;
import io.samegate.api.core.access.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the documents of a YAML file into pieces that know their lines. Stateless. */
public final class YamlPieces {

    private static final int MAX_DEPTH = 20; // also what ends an alias that leads back to itself

    private YamlPieces() {}

    /** @throws MalformedException naming the line */
    public static List<Piece> of(String text) throws MalformedException {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(100).build();
        List<Piece> documents = new ArrayList<>();
        try {
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                if (!isNothing(document)) {
                    documents.add(piece(document, MAX_DEPTH));
                }
            }
        } catch (MarkedYamlEngineException e) {
            throw malformed(e.getProblemMark(), e.getProblem());
        } catch (YamlEngineException e) {
            throw new MalformedException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"));
        }
        return documents;
    }

    /** What stands between two separators with nothing but comments between them. */
    private static boolean isNothing(Node document) {
        return document instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    private static Piece piece(Node node, int depth) throws MalformedException {
        if (depth == 0) {
            throw malformed(node.getStartMark(), "nested too deeply");
        }
        int line = line(node.getStartMark());
        return switch (node) {
            case ScalarNode scalar -> new Piece.Text(line, scalar.getValue());
            case SequenceNode sequence -> {
                List<Piece> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(piece(item, depth - 1));
                }
                yield new Piece.Items(line, items);
            }
            case MappingNode mapping -> {
                Map<String, Piece> fields = new LinkedHashMap<>();
                for (NodeTuple field : mapping.getValue()) {
                    String name = name(field.getKeyNode());
                    if (fields.put(name, piece(field.getValueNode(), depth - 1)) != null) {
                        throw malformed(field.getKeyNode().getStartMark(), "the field " + name + " again");
                    }
                }
                yield new Piece.Fields(line, fields);
            }
            default -> throw malformed(node.getStartMark(), "neither a value nor a list nor fields");
        };
    }

    private static String name(Node key) throws MalformedException {
        if (key instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw malformed(key.getStartMark(), "a field whose name is not a string");
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    private static MalformedException malformed(Optional<Mark> mark, String what) {
        return new MalformedException(line(mark), what);
    }
}
