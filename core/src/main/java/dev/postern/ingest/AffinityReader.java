package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.NodeSelectorTerm;
import java.util.Optional;

/** The node affinity that a pod requires; preferences and pod affinity decide nothing for certain. */
final class AffinityReader {
    private AffinityReader() {}

    static Optional<ImmutableList<NodeSelectorTerm>> requiredNodeAffinity(Values in) {
        Optional<ImmutableList<NodeSelectorTerm>> required = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "nodeAffinity" -> required = nodeAffinity(in);
                    default -> in.skip();
                }
            }
        }
        return required;
    }

    private static Optional<ImmutableList<NodeSelectorTerm>> nodeAffinity(Values in) {
        Optional<ImmutableList<NodeSelectorTerm>> required = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "requiredDuringSchedulingIgnoredDuringExecution" -> required = terms(in);
                    default -> in.skip();
                }
            }
        }
        return required;
    }

    private static Optional<ImmutableList<NodeSelectorTerm>> terms(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        ImmutableList<NodeSelectorTerm> terms = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "nodeSelectorTerms" -> terms = in.objects(() -> SelectorReader.nodeSelectorTerm(in));
                    default -> in.skip();
                }
            }
        }
        return Optional.of(terms);
    }
}
