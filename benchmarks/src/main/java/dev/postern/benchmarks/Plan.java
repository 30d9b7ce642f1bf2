package dev.postern.benchmarks;

import dev.postern.benchmarks.App.Danger;
import dev.postern.benchmarks.App.Exposure;
import dev.postern.benchmarks.App.Grant;
import dev.postern.benchmarks.App.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a synthetic cluster consists of, before any of it is written: nodes, namespaces and workloads, about a hundred
 * bytes for each. The number of pods is exact; shares of the rest are drawn.
 *
 * @param pods all pods, those of the cluster's own components included
 * @param workers worker nodes, one for 50 pods
 */
record Plan(int pods, int workers, List<Team> teams, List<App> apps) {
    static final int CONTROL_PLANES = 3;
    /** What each node runs: kube-proxy, CNI, storage driver, log collector. */
    static final int PODS_PER_NODE = 4;
    /** API server, etcd, controller manager, scheduler. */
    static final int STATIC_PODS = 4;
    /** CoreDNS, the ingress controller, and monitoring. */
    static final int CENTRAL_PODS = 2 + 3 + 2;

    private static final int APPS_PER_TEAM = 4;
    private static final Grant[] RISKY = {
        Grant.DEPLOYER,
        Grant.SECRET_READER,
        Grant.POD_EXEC,
        Grant.NAMESPACE_WILDCARD,
        Grant.CLUSTER_READER,
        Grant.CLUSTER_SECRETS,
        Grant.NODE_PROXY,
        Grant.ROLE_BINDER
    };
    private static final Danger[] DANGERS = {
        Danger.PRIVILEGED, Danger.HOST_ROOT, Danger.RUNTIME_SOCKET, Danger.HOST_LOGS, Danger.HOST_PID
    };

    /**
     * A namespace.
     *
     * @param standard the enforced Pod Security Standard, or empty
     * @param denies whether it denies traffic by default
     */
    record Team(String namespace, String standard, boolean denies) {}

    static Plan draw(int pods, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int workers = Math.max(2, (pods + 49) / 50);
        int ofApps = pods - (workers + CONTROL_PLANES) * PODS_PER_NODE - CONTROL_PLANES * STATIC_PODS - CENTRAL_PODS;
        if (ofApps < 1) {
            throw new IllegalArgumentException("too few pods for a cluster with components of its own: " + pods);
        }
        List<Team> teams = new ArrayList<>();
        List<App> apps = new ArrayList<>();
        for (int drawn = 0; drawn < ofApps; ) {
            if (apps.size() % APPS_PER_TEAM == 0) {
                teams.add(team(teams.size(), random));
            }
            App app = app(apps.size(), teams.get(teams.size() - 1), drawn, ofApps - drawn, random);
            apps.add(app);
            drawn += app.replicas();
        }
        return new Plan(pods, workers, List.copyOf(teams), List.copyOf(apps));
    }

    private static Team team(int index, SplittableRandom random) {
        int draw = random.nextInt(100);
        String standard = draw < 15 ? "restricted" : draw < 40 ? "baseline" : "";
        return new Team(Names.namespace(index), standard, random.nextInt(100) < 40);
    }

    private static App app(int index, Team team, int firstPod, int left, SplittableRandom random) {
        int draw = random.nextInt(100);
        Kind kind = draw < 80 ? Kind.DEPLOYMENT : draw < 93 ? Kind.STATEFUL_SET : Kind.CRON_JOB;
        int replicas = kind == Kind.CRON_JOB ? 1 : kind == Kind.STATEFUL_SET ? 3 : random.nextInt(4, 14);
        boolean account = random.nextInt(100) < 60;
        // Admission would not let a dangerous pod into a namespace that enforces a standard.
        boolean dangerous = random.nextInt(100) < 5 && team.standard().isEmpty();
        Danger danger = dangerous ? DANGERS[random.nextInt(DANGERS.length)] : Danger.NONE;
        return new App(
                index,
                team.namespace(),
                Names.app(index),
                kind,
                Math.min(replicas, left),
                firstPod,
                account,
                !account || random.nextInt(100) < 70,
                account ? grant(random) : Grant.NONE,
                danger,
                exposure(kind, random),
                8000 + random.nextInt(1000),
                random.nextInt(3),
                random.nextInt(100) < 25,
                team.standard().equals("restricted") || (danger == Danger.NONE && random.nextInt(100) < 60));
    }

    /** Six of ten accounts hold a role of their own, a few per cent of all a risky one. */
    private static Grant grant(SplittableRandom random) {
        int draw = random.nextInt(1000);
        if (draw < 4) {
            return Grant.CLUSTER_ADMIN;
        }
        if (draw < 60) {
            return RISKY[random.nextInt(RISKY.length)];
        }
        if (draw < 560) {
            Grant[] usual = {Grant.CONFIG_READER, Grant.LEADER_ELECTION, Grant.POD_WATCHER};
            return usual[random.nextInt(usual.length)];
        }
        return Grant.NONE;
    }

    private static Exposure exposure(Kind kind, SplittableRandom random) {
        int draw = random.nextInt(1000);
        if (kind == Kind.CRON_JOB) {
            return Exposure.NONE;
        }
        if (draw < 10) {
            return Exposure.LOAD_BALANCER;
        }
        if (draw < 30) {
            return Exposure.NODE_PORT;
        }
        if (draw < 110) {
            return Exposure.INGRESS;
        }
        return draw < 800 ? Exposure.CLUSTER : Exposure.NONE;
    }

    int nodes() {
        return workers + CONTROL_PLANES;
    }

    /** The node of one of the workloads' pods: they are dealt out in turn. */
    int workerOf(int pod) {
        return pod % workers;
    }

    /** Where in its node's addresses that pod stands, after the pods that every node runs. */
    int slotOf(int pod) {
        return PODS_PER_NODE + pod / workers;
    }
}
