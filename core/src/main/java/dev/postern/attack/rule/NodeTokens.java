package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.May;
import dev.postern.attack.Vertex.Token;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hubs, one for each node asked about, that lead to the tokens of its pods. */
final class NodeTokens {
    private final Surroundings surroundings;
    private final Edges edges;
    private final Map<Vertex, List<PodGroup>> groups = new HashMap<>();
    private final Map<Vertex, May> hubs = new HashMap<>();

    NodeTokens(Surroundings surroundings, Edges edges) {
        this.surroundings = surroundings;
        this.edges = edges;
        for (PodGroup group : surroundings.podGroups()) {
            for (Vertex node : NodeEscapes.nodes(surroundings, group)) {
                groups.computeIfAbsent(node, key -> new ArrayList<>()).add(group);
            }
        }
    }

    /** The hub of reading every token on a node. */
    May on(Vertex node) {
        return hubs.computeIfAbsent(node, this::hub);
    }

    private May hub(Vertex node) {
        May hub = new May("read-tokens", node.id(), "read the tokens of the pods on " + node.describe());
        for (PodGroup group : groups.getOrDefault(node, List.of())) {
            for (Container container : group.containers()) {
                Decision token = surroundings.token(group, container);
                if (token.isAllowed()) {
                    Evidence account = Evidence.stated(
                            group.pod().object(),
                            group.pod().field("serviceAccountName"),
                            group.pod().serviceAccount().name());
                    edges.add(hub, new Token(group.pod().serviceAccount()))
                            .because(token.supports().stream()
                                    .map(Support.of(account)::and)
                                    .toList());
                    break;
                }
            }
        }
        return hub;
    }
}
