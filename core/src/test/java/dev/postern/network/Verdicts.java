package dev.postern.network;

import static dev.postern.network.Endpoint.workload;

import dev.postern.model.Cluster;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.Outcome;
import java.util.List;
import java.util.Locale;

/** Asks a network built from manifests; ends are written {@code namespace/name} or as an address. */
final class Verdicts {
    private final Cluster cluster;
    private final Network network;

    private Verdicts(Cluster cluster, CniProfile profile) {
        this.cluster = cluster;
        network = Network.of(cluster, profile);
    }

    static Verdicts of(String... manifests) {
        return of(CniProfile.KUBERNETES, manifests);
    }

    static Verdicts of(CniProfile profile, String... manifests) {
        return new Verdicts(Manifests.cluster(String.join("\n---\n", manifests)), profile);
    }

    Network network() {
        return network;
    }

    Cluster cluster() {
        return cluster;
    }

    /** A pod with labels {@code app: <name>} and nothing else. */
    static String pod(String namespace, String name) {
        return pod(namespace, name, "{}", "");
    }

    /** A pod with a spec in flow style (or {@code {}}) and an address (or none). */
    static String pod(String namespace, String name, String spec, String ip) {
        return String.join(
                "\n",
                "kind: Pod",
                "metadata: {namespace: " + namespace + ", name: " + name + ", labels: {app: " + name + "}}",
                "spec: " + spec,
                "status: {phase: Running" + (ip.isEmpty() ? "" : ", podIP: '" + ip + "'") + "}");
    }

    /** A policy in namespace {@code shop} called {@code np}, spec in flow style. */
    static String policy(String spec) {
        return policy("shop", "np", spec);
    }

    static String policy(String namespace, String name, String spec) {
        return "kind: NetworkPolicy\nmetadata: {namespace: " + namespace + ", name: " + name + "}\nspec: " + spec;
    }

    private static Endpoint end(String text) {
        if (text.contains("/")) {
            List<String> parts = List.of(text.split("/", -1));
            return workload(parts.get(0), parts.get(1));
        }
        if (text.equals("internet")) {
            return Endpoint.internet();
        }
        return text.startsWith("node:") ? Endpoint.node(text.substring(5)) : Endpoint.address(text);
    }

    Decision tcp(String source, String destination, int port) {
        return network.decide(Flow.from(end(source)).to(end(destination)).tcp(port));
    }

    Outcome outcome(String source, String destination, int port) {
        return tcp(source, destination, port).outcome();
    }

    Outcome udp(String source, String destination, int port) {
        return network.decide(Flow.from(end(source)).to(end(destination)).udp(port))
                .outcome();
    }

    /** Facts as {@code Kind namespace/name field = value (basis)}. */
    static List<String> facts(Decision decision) {
        return decision.evidence().stream().map(Verdicts::text).toList();
    }

    static String text(Evidence fact) {
        String field = fact.field().isEmpty() ? "" : " " + fact.field();
        return fact.object() + field + " = " + fact.value() + " ("
                + fact.basis().name().toLowerCase(Locale.ROOT) + ")";
    }
}
