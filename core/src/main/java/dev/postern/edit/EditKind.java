package dev.postern.edit;

import java.util.Arrays;
import java.util.Locale;

/** Kinds of edits, which is what costs are given for. */
public enum EditKind {
    REMOVE_SUBJECT,
    DELETE_BINDING,
    DROP_VERB,
    DROP_RESOURCE,
    DROP_NAME,
    NARROW_WILDCARD,
    REMOVE_RULE,
    AUTOMOUNT_POD,
    AUTOMOUNT_POD_WITH_RIGHTS,
    AUTOMOUNT_ACCOUNT,
    AUTOMOUNT_ACCOUNT_WITH_RIGHTS,
    REMOVE_TOKEN_VOLUME,
    DELETE_TOKEN_SECRET,
    REMOVE_SECRET_VARIABLES,
    REMOVE_VOLUME,
    REMOVE_MOUNT,
    PRIVILEGED,
    DROP_CAPABILITY,
    HOST_PID,
    HOST_IPC,
    HOST_NETWORK,
    HOST_USERS,
    SHARE_PROCESS_NAMESPACE,
    PROC_MOUNT,
    HOST_PROCESS,
    HOST_PORT,
    LABEL_NAMESPACE,
    REMOVE_POLICY_RULE,
    REMOVE_POLICY_PEER,
    REMOVE_POLICY_PORT,
    REMOVE_ADMIN_POLICY_RULE,
    ISOLATE_FROM_OUTSIDE,
    ISOLATE_IN_MESH,
    ISOLATE_INGRESS,
    ISOLATE_EGRESS,
    SERVICE_CLUSTER_IP,
    SERVICE_EXTERNAL_IPS,
    INGRESS_BACKEND,
    REPLACEMENT;

    /** For people and programs, for instance {@code remove-subject}. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads {@link #notation()}.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static EditKind parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.notation().equals(text))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no kind of edit is called " + text + ": write one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(EditKind::notation).toList())));
    }
}
