package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Support;
import java.util.Comparator;

/**
 * One way from inside a container to its node, given that the attacker runs code in that container.
 *
 * <p>The condition "runs code in that container" is the caller's: a container's role (init, sidecar, main, ephemeral)
 * changes who can fulfil it and when, but not what follows once it is fulfilled. An init container runs at each start of
 * its pod, with its own rights, so its escapes are listed like any other's; whoever says that control of a pod includes
 * control of its finished init containers must lower the confidence there.
 *
 * @param kind the technique
 * @param effect what the attacker has afterwards
 * @param confidence how much of it rests on facts outside the input
 * @param supports alternative sets of facts of this kind, effect and confidence, each sufficient; sorted, never empty
 * @param missing the fact outside the input that would settle the confidence, as a sentence; empty when it is {@link
 *     Confidence#CERTAIN}
 */
public record Escape(Kind kind, Effect effect, Confidence confidence, ImmutableList<Support> supports, String missing)
        implements Comparable<Escape> {
    private static final Comparator<Escape> ORDER = Comparator.comparing(Escape::kind)
            .thenComparing(Escape::confidence, Comparator.reverseOrder())
            .thenComparing(Escape::effect)
            .thenComparing(Escape::missing);

    /** The techniques, each derived by one row of the catalogue. */
    public enum Kind {
        /** A privileged container: the node's devices, kernel interfaces and every capability. */
        PRIVILEGED,
        /** Enters the namespaces of the node's first process, seen through the node's PID namespace. */
        NSENTER,
        /** Asks the container runtime, through its socket, for a container that holds the node. */
        RUNTIME_SOCKET,
        /** Writes a file of the node that the node executes or trusts. */
        HOSTPATH_WRITE,
        /** Reads the tokens of every pod of the node below the kubelet's directory. */
        POD_TOKENS
    }

    /** What an escape yields. */
    public enum Effect {
        /** Root on the node. */
        NODE,
        /** The tokens of the pods on the node and the kubelet's own credentials, but not the node itself. */
        CREDENTIALS
    }

    @Override
    public int compareTo(Escape other) {
        return ORDER.compare(this, other);
    }
}
