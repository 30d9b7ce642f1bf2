package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Diagnostic;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.Pod;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Credentials that stand in pod specs as they are, by the names of the variables: whoever may see the pod or its workload
 * reads them, for which no right over Secrets is needed. No step of a path, because what they open is not known. Replicas
 * and revisions of a workload that say the same are one finding, at the first of them.
 */
final class LiteralCredentials {
    static final String CODE = "literal-credential";

    private record Place(ObjectRef owner, String container, ImmutableList<String> variables) {}

    private LiteralCredentials() {}

    /** O(containers). */
    static ImmutableList<Diagnostic> of(Cluster cluster) {
        List<Diagnostic> found = new ArrayList<>();
        Set<Place> seen = new HashSet<>();
        for (Pod pod : cluster.pods()) {
            for (Container container : pod.spec().containers()) {
                ImmutableList<String> variables = container.credentialVariables();
                if (!variables.isEmpty() && seen.add(new Place(pod.owner(), container.name(), variables))) {
                    found.add(diagnostic(pod, container));
                }
            }
        }
        return ImmutableList.sortedCopyOf(found);
    }

    private static Diagnostic diagnostic(Pod pod, Container container) {
        String message = pod.object() + ": " + pod.field(container.field()) + ".env gives "
                + String.join(", ", container.credentialVariables())
                + " as plain text, by name a credential: whoever may get the object reads it. Take it from a Secret";
        Origin origin = pod.meta().origin();
        SourceRef place = new SourceRef(origin.file(), origin.line(), origin.line() == 0 ? 0 : 1);
        return new Diagnostic(Severity.WARNING, CODE, Printable.of(message), place);
    }
}
