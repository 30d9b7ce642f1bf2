package dev.postern.benchmarks;

/**
 * One workload of the plan: everything about it that is drawn by lot. What is written of it (pods, owners, account, roles,
 * services) follows from this alone.
 *
 * @param index number among the workloads, from 0
 * @param firstPod number of its first pod in the cluster
 * @param account whether it has a service account of its own; else it runs as {@code default}
 * @param secrets how many Secrets it reads
 * @param hardened whether its containers drop what they can
 */
record App(
        int index,
        String namespace,
        String name,
        Kind kind,
        int replicas,
        int firstPod,
        boolean account,
        boolean mountsToken,
        Grant grant,
        Danger danger,
        Exposure exposure,
        int port,
        int secrets,
        boolean sidecar,
        boolean hardened) {
    /** What makes its pods. */
    enum Kind {
        DEPLOYMENT("Deployment"),
        STATEFUL_SET("StatefulSet"),
        CRON_JOB("CronJob");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** The rights of its account; risky ones are rare. */
    enum Grant {
        NONE,
        CONFIG_READER,
        LEADER_ELECTION,
        POD_WATCHER,
        DEPLOYER,
        SECRET_READER,
        POD_EXEC,
        NAMESPACE_WILDCARD,
        CLUSTER_READER,
        CLUSTER_SECRETS,
        NODE_PROXY,
        ROLE_BINDER,
        CLUSTER_ADMIN
    }

    /** What its pods may do to their node; most nothing. */
    enum Danger {
        NONE,
        PRIVILEGED,
        HOST_ROOT,
        RUNTIME_SOCKET,
        HOST_LOGS,
        HOST_PID
    }

    /** Who can open a connection to it. */
    enum Exposure {
        NONE,
        CLUSTER,
        INGRESS,
        NODE_PORT,
        LOAD_BALANCER
    }

    boolean isService() {
        return exposure != Exposure.NONE;
    }

    String accountName() {
        return account ? name : "default";
    }

    /** A hash of five characters as the API server's generated names end in; the same for the same salt. */
    String hash(int salt) {
        return Names.suffix(index * 1_000_003L + salt);
    }
}
