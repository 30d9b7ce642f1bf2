package dev.postern.benchmarks;

import dev.postern.benchmarks.App.Kind;
import dev.postern.benchmarks.Heads.Owner;
import dev.postern.benchmarks.PodWriter.Place;
import java.io.IOException;

/** Writes what the teams run: pods, and what makes them. */
final class WorkloadWriter {
    private final Emitter out;
    private final Heads heads;
    private final PodWriter pods;
    private final Plan plan;

    WorkloadWriter(Emitter out, Heads heads, Plan plan) {
        this.out = out;
        this.heads = heads;
        this.pods = new PodWriter(out, heads);
        this.plan = plan;
    }

    void pods(App app) throws IOException {
        PodShape shape = PodShape.of(app);
        String hash = app.hash(1) + app.hash(2);
        for (int replica = 0; replica < app.replicas(); replica++) {
            String suffix = app.hash(100 + replica);
            Owner owner;
            String name;
            if (app.kind() == Kind.DEPLOYMENT) {
                owner = new Owner("apps/v1", "ReplicaSet", app.name() + "-" + hash);
                name = owner.name() + "-" + suffix;
            } else if (app.kind() == Kind.STATEFUL_SET) {
                owner = new Owner("apps/v1", "StatefulSet", app.name());
                name = app.name() + "-" + replica;
            } else {
                owner = new Owner("batch/v1", "Job", job(app));
                name = owner.name() + "-" + suffix;
            }
            int worker = plan.workerOf(app.firstPod() + replica);
            int node = Plan.CONTROL_PLANES + worker;
            String ip = Names.podIp(node, plan.slotOf(app.firstPod() + replica));
            pods.pod(shape, owner, name, hash, suffix, new Place(Names.worker(worker), Names.nodeIp(node), ip));
        }
    }

    /** The Deployment, StatefulSet or CronJob. */
    void owner(App app) throws IOException {
        PodShape shape = PodShape.of(app);
        String version = app.kind() == Kind.CRON_JOB ? "batch/v1" : "apps/v1";
        heads.begin(version, app.kind().title(), app.namespace(), app.name(), shape.labels());
        out.object("spec");
        if (app.kind() == Kind.CRON_JOB) {
            out.put("concurrencyPolicy", "Forbid").object("jobTemplate").object("spec");
            pods.template(shape);
            out.end().end().put("schedule", "*/10 * * * *").put("suspend", false);
        } else {
            scaled(app, shape, app.replicas());
            if (app.kind() == Kind.STATEFUL_SET) {
                out.put("serviceName", app.name());
            }
        }
        out.end().end();
    }

    /** The ReplicaSets of a Deployment: today's, and one of before for every third; the Job of a CronJob. */
    void between(App app) throws IOException {
        PodShape shape = PodShape.of(app);
        if (app.kind() == Kind.CRON_JOB) {
            heads.owned(
                    new Owner("batch/v1", "CronJob", app.name()),
                    "batch/v1",
                    "Job",
                    app.namespace(),
                    job(app),
                    shape.labels());
            out.object("spec").put("backoffLimit", 6).put("completions", 1).put("parallelism", 1);
            pods.template(shape);
            out.end().end();
        } else if (app.kind() == Kind.DEPLOYMENT) {
            replicaSet(app, shape, app.hash(1) + app.hash(2), app.replicas());
            if (app.index() % 3 == 0) {
                replicaSet(app, shape, app.hash(3) + app.hash(4), 0);
            }
        }
    }

    private void replicaSet(App app, PodShape shape, String hash, int replicas) throws IOException {
        Owner owner = new Owner("apps/v1", "Deployment", app.name());
        heads.owned(owner, "apps/v1", "ReplicaSet", app.namespace(), app.name() + "-" + hash, shape.labels());
        out.object("spec");
        scaled(app, shape, replicas);
        out.end().end();
    }

    private void scaled(App app, PodShape shape, int replicas) throws IOException {
        out.put("replicas", replicas).object("selector");
        out.map("matchLabels", "app.kubernetes.io/instance", app.name()).end();
        pods.template(shape);
    }

    private static String job(App app) {
        return app.name() + "-" + (29_000_000 + app.index());
    }
}
