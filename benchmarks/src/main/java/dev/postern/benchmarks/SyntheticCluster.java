package dev.postern.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * A cluster that does not exist, as {@code kubectl get --all-namespaces} would print it: a {@code v1 List} in JSON or YAML.
 * The same size and seed give the same bytes. The number of pods is exact (the cluster's own components included); all
 * else follows from it in shares as real clusters have them: seven replicas a workload, an account of its own for six of
 * ten workloads and a role for one of three, three per cent of dangerous pods and risky roles, a default denial of traffic
 * in two namespaces of five, one LoadBalancer among a hundred Services.
 *
 * <p>Writing takes no memory to speak of: workloads are planned (about a hundred bytes each), and every object is written
 * as it is made up.
 */
public final class SyntheticCluster {
    /** Sizes that benchmarks go by, in pods. */
    public static final Map<String, Integer> PRESETS = Map.of("1k", 1_000, "10k", 10_000, "100k", 100_000);

    private final Plan plan;

    private SyntheticCluster(Plan plan) {
        this.plan = plan;
    }

    /**
     * Draws a cluster.
     *
     * @throws IllegalArgumentException if so few pods would not even make the cluster's own components (about 50)
     */
    public static SyntheticCluster of(int pods, long seed) {
        return new SyntheticCluster(Plan.draw(pods, seed));
    }

    /**
     * Draws a cluster of a preset's size.
     *
     * @throws IllegalArgumentException if there is no such preset
     */
    public static SyntheticCluster preset(String name, long seed) {
        Integer pods = PRESETS.get(name);
        if (pods == null) {
            throw new IllegalArgumentException("no preset " + name + "; there are " + new TreeMap<>(PRESETS).keySet());
        }
        return of(pods, seed);
    }

    /** Compact JSON with a line for each object. Does not close the stream. */
    public void writeJson(OutputStream out) throws IOException {
        write(new JsonEmitter(out));
    }

    /** YAML in the block form that kubectl prints. Does not close the stream. */
    public void writeYaml(OutputStream out) throws IOException {
        write(new YamlEmitter(out));
    }

    Plan plan() {
        return plan;
    }

    private void write(Emitter out) throws IOException {
        out.object().put("apiVersion", "v1").array("items");
        Heads heads = new Heads(out);
        ComponentWriter components = new ComponentWriter(out, heads, plan);
        WorkloadWriter workloads = new WorkloadWriter(out, heads, plan);
        ConfigWriter config = new ConfigWriter(out, heads);
        components.pods();
        each(workloads::pods);
        components.owners();
        each(workloads::owner);
        each(workloads::between);
        network(new NetworkWriter(out, heads));
        config(config, components);
        rights(new RbacWriter(out, heads), components);
        components.nodes();
        out.end().put("kind", "List").end().finish();
    }

    private void network(NetworkWriter network) throws IOException {
        network.service("ingress-nginx", "ingress-nginx", "LoadBalancer", 60_001, "app.kubernetes.io/instance");
        network.service("monitoring", "prometheus", "ClusterIP", 60_002, "app.kubernetes.io/instance");
        each(network::service);
        each(network::ingress);
        for (Plan.Team team : plan.teams()) {
            network.policies(team);
        }
        Map<String, Boolean> denies = new TreeMap<>();
        plan.teams().forEach(team -> denies.put(team.namespace(), team.denies()));
        each(app -> network.policy(app, denies.getOrDefault(app.namespace(), false)));
    }

    private void config(ConfigWriter config, ComponentWriter components) throws IOException {
        for (String namespace : ComponentWriter.NAMESPACES) {
            config.namespace(namespace, "");
            config.account(namespace, "default");
            config.rootCertificate(namespace);
        }
        for (Plan.Team team : plan.teams()) {
            config.namespace(team.namespace(), team.standard());
            config.account(team.namespace(), "default");
            config.rootCertificate(team.namespace());
        }
        components.accounts(config);
        each(config::account);
        each(config::secrets);
        each(config::configMap);
        each(config::claims);
        each(config::volumes);
    }

    private void rights(RbacWriter rbac, ComponentWriter components) throws IOException {
        rbac.builtIn();
        components.rights(rbac);
        for (int i = 0; i < plan.teams().size(); i++) {
            String namespace = plan.teams().get(i).namespace();
            rbac.people(namespace, "developers", "edit", "Group", Names.team(i) + "-developers");
            if (i % 5 == 0) {
                rbac.people(namespace, "owner", "admin", "User", "owner-" + i + "@example.com");
            }
        }
        each(rbac::grant);
    }

    /** Something that is written for every workload. */
    private interface PerApp {
        void write(App app) throws IOException;
    }

    private void each(PerApp part) throws IOException {
        for (App app : plan.apps()) {
            part.write(app);
        }
    }

    /**
     * Writes a cluster to a file: {@code --preset 10k} or {@code --pods N}, {@code --seed 1}, {@code --format json|yaml},
     * {@code --out FILE} (compressed when its name ends in {@code .gz}).
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> options = new TreeMap<>(Map.of("--seed", "1", "--format", "json", "--preset", "10k"));
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        String out = options.getOrDefault("--out", "");
        boolean json =
                options.getOrDefault("--format", "").toLowerCase(Locale.ROOT).equals("json");
        if (args.length % 2 != 0 || out.isEmpty()) {
            System.err.println("usage: SyntheticCluster [--preset 1k|10k|100k | --pods N] [--seed N]"
                    + " [--format json|yaml] --out FILE[.gz]");
            System.exit(2);
        }
        long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
        SyntheticCluster cluster = options.containsKey("--pods")
                ? of(Integer.parseInt(options.getOrDefault("--pods", "")), seed)
                : preset(options.getOrDefault("--preset", ""), seed);
        try (OutputStream file = Files.newOutputStream(Path.of(out));
                OutputStream stream = out.endsWith(".gz") ? new GZIPOutputStream(file, 1 << 16) : file) {
            if (json) {
                cluster.writeJson(stream);
            } else {
                cluster.writeYaml(stream);
            }
        }
    }
}
