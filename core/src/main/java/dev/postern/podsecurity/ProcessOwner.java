package dev.postern.podsecurity;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * As whom the processes of a container run, for the kernel's question whether one process may look into another.
 *
 * @param uid empty where the image decides
 * @param rights the capabilities that a process of it surely has, or where it is asked about what it may enter, may have
 */
public record ProcessOwner(Optional<Long> uid, ImmutableSet<String> rights) {
    /**
     * Whether processes of this owner may enter those of another through {@code /proc/PID}, as far as the manifests say: they
     * run as the same user, or may become it, and have no fewer capabilities; or SYS_PTRACE. Source: ptrace(2), "access mode
     * checking".
     *
     * @param other by what its processes surely have
     */
    public boolean mayEnter(ProcessOwner other) {
        if (rights.contains("SYS_PTRACE")) {
            return true;
        }
        boolean sameUser = uid.isEmpty()
                || other.uid.isEmpty()
                || uid.equals(other.uid)
                || (uid.get() == 0 && rights.contains("SETUID"));
        return sameUser && rights.containsAll(other.rights);
    }

    /** Short and equal for equal owners. */
    @Override
    public String toString() {
        String may = rights.equals(Capabilities.RUNTIME_DEFAULT) ? "default" : String.join(",", rights);
        return uid.map(String::valueOf).orElse("?") + ":" + may;
    }
}
