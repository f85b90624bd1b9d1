package io.samegate.api.rest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Which keys of a YAML document are repeated, in Kubernetes' words. For one document; one thread. */
final class RepeatedKeys {

    private final List<String> found = new ArrayList<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private RepeatedKeys() {}

    /** One line for each, such as {@code line 5: key "name" already set in map}. */
    static List<String> in(String yaml, LoadSettings settings) {
        RepeatedKeys keys = new RepeatedKeys();
        Optional<Node> document = new Compose(settings).composeString(yaml);
        document.ifPresent(keys::walk);
        return List.copyOf(keys.found);
    }

    private void walk(Node node) {
        if (!seen.add(node)) {
            return; // an alias of what was looked at already
        }
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::walk);
        } else if (node instanceof MappingNode mapping) {
            Set<String> names = new HashSet<>();
            for (NodeTuple field : mapping.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode name && !names.add(name.getValue())) {
                    int line = name.getStartMark().map(Mark::getLine).orElse(0) + 1;
                    found.add("line " + line + ": key \"" + name.getValue() + "\" already set in map");
                }
                walk(field.getValueNode());
            }
        }
    }
}
