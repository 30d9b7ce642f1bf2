package dev.postern.path;

import java.util.Locale;

/** What an identity amounts to, by what it may do and never by what it is called; the worst first. */
public enum Standing {
    /** Holds every verb on every resource of every group, cluster-wide. */
    CLUSTER_ADMIN("cluster-admin", "every right, held already"),
    /** Becomes that by requests to the API server alone. */
    CLUSTER_ADMIN_EQUIVALENT("cluster-admin-equivalent", "every right, by requests to the API server alone"),
    /** Becomes that if something else plays along: a kubelet that starts a pod, a fact that the input leaves open. */
    ON_THE_WAY_TO_CLUSTER_ADMIN("on the way to cluster-admin", "every right, if a kubelet or an open fact plays along"),
    /** Gets a node. */
    NODE("gets a node", "root on a node and what runs there, but not every right"),
    /** Gets an identity, a role, a Secret or a pod that it does not have. */
    MORE("gets more", "identities, roles, Secrets or pods that it does not have"),
    /** Gets nothing that it does not have. */
    NOTHING("gets nothing more", "its rights lead nowhere");

    private final String title;
    private final String meaning;

    Standing(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /** For people, for instance {@code cluster-admin-equivalent}. */
    public String title() {
        return title;
    }

    /** For people, a line. */
    public String meaning() {
        return meaning;
    }

    /** For programs, for instance {@code cluster_admin_equivalent}. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether steps are left to make. */
    public boolean isOnTheWay() {
        return this != CLUSTER_ADMIN && this != NOTHING;
    }
}
