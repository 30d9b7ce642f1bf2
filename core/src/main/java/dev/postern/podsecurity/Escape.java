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
        /** Loads a module into the node's kernel. */
        SYS_MODULE,
        /** Mounts what leads to the node: a cgroup with a release agent, a disk. */
        SYS_ADMIN,
        /** Puts code into a process of the node that it sees. */
        SYS_PTRACE,
        /** Opens files of the node by their handles. */
        DAC_READ_SEARCH,
        /** Loads programs into the node's kernel that reach its memory. */
        BPF,
        /** Reaches the ports and the memory of the machine itself. */
        SYS_RAWIO,
        /** Names the program that the node's kernel runs when a process crashes. */
        CORE_PATTERN,
        /** Names the program that the node's kernel runs when a device changes. */
        UEVENT_HELPER,
        /** Writes the node's file system on the disk that it lies on. */
        RAW_BLOCK,
        /** Is a process of a Windows node. */
        HOST_PROCESS,
        /** Reads the tokens of every pod of the node below the kubelet's directory. */
        POD_TOKENS,
        /** Reads the files by which the kubelet logs in to the API server. */
        KUBELET_CREDENTIALS,
        /** Reads the files of a control-plane node that are worth the cluster, if the node is one. */
        CLUSTER_CREDENTIALS,
        /** Has the kubelet read any file of the node as if it were a log, together with a right to read that log. */
        VAR_LOG
    }

    /** What an escape yields. */
    public enum Effect {
        /** Root on the node. */
        NODE,
        /** Files of the node, credentials among them, but not the node itself. */
        CREDENTIALS
    }

    @Override
    public int compareTo(Escape other) {
        return ORDER.compare(this, other);
    }
}
