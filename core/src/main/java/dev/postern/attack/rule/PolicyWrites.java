package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.ObjectWrite;
import dev.postern.model.AdminPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes to policies (RB-33): of namespaces, and of administrators, which overrule those. */
final class PolicyWrites {
    private static final String NETWORKING = "networking.k8s.io";
    static final String ADMINISTRATORS = "policy.networking.k8s.io";

    private record Kind(String name, String resource) {}

    private static final Kind BASELINE = new Kind(AdminPolicy.BASELINE, "baselineadminnetworkpolicies");
    /** Kinds of which a new object may stand before all that there are. */
    private static final ImmutableList<Kind> FIRST = ImmutableList.of(
            new Kind(AdminPolicy.ADMIN, "adminnetworkpolicies"),
            new Kind(AdminPolicy.CLUSTER, "clusternetworkpolicies"));

    static final ImmutableList<String> ADMINISTRATORS_RESOURCES =
            ImmutableList.of("adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies");

    private PolicyWrites() {}

    static void derive(Facts facts, Edges edges) {
        ofNamespaces(facts, edges);
        FIRST.forEach(kind -> change(facts, edges, kind));
        change(facts, edges, BASELINE);
        FIRST.stream().filter(kind -> isServed(facts.cluster(), kind)).forEach(kind -> create(facts, edges, kind));
    }

    /** A new policy opens what those that are there close; that is why creating one leads to them. */
    private static void ofNamespaces(Facts facts, Edges edges) {
        List<Spread.Target> policies = new ArrayList<>();
        for (KubernetesObject policy : facts.cluster().networkPolicies()) {
            policies.add(NetworkChange.target(policy.ref(), policy.ref().name()));
        }
        Spread spread = Spread.ofOthers(facts, edges, "write-policies", "write network policies", policies)
                .from(facts.rbac()
                        .permits(
                                Permission.of("deletecollection", NETWORKING, "networkpolicies"),
                                Permission.of("update", NETWORKING, "networkpolicies")
                                        .or("patch")
                                        .or("delete")));
        Creation.namespaced(NETWORKING, "networkpolicies", "NetworkPolicy").addTo(spread, facts);
    }

    private static void change(Facts facts, Edges edges, Kind kind) {
        List<Spread.Target> policies = ofAdministrators(facts.cluster())
                .filter(policy -> policy.kind().equals(kind.name()))
                .map(policy -> NetworkChange.target(policy, policy.name()))
                .toList();
        Spread.ofOthers(facts, edges, "change-" + kind.resource(), "change objects of " + kind.name(), policies)
                .from(facts.rbac()
                        .permits(
                                Permission.of("deletecollection", ADMINISTRATORS, kind.resource())
                                        .clusterScoped(),
                                Permission.of("update", ADMINISTRATORS, kind.resource())
                                        .or("patch")
                                        .or("delete")
                                        .clusterScoped()));
    }

    /** One that allows what it likes, asked before the policies that are there. */
    private static void create(Facts facts, Edges edges, Kind kind) {
        List<Spread.Target> overruled = new ArrayList<>();
        for (KubernetesObject policy : facts.cluster().networkPolicies()) {
            overruled.add(overruled(policy.ref(), Confidence.CERTAIN));
        }
        // Of two that are both first, nothing says which is asked first.
        Set<ObjectRef> first = facts.network().askedFirst();
        ofAdministrators(facts.cluster())
                .forEach(policy -> overruled.add(
                        overruled(policy, first.contains(policy) ? Confidence.POSSIBLE : Confidence.CERTAIN)));
        Spread spread = Spread.ofOthers(
                facts, edges, "create-" + kind.resource(), "create objects of " + kind.name(), overruled);
        Creation.clusterScoped(ADMINISTRATORS, kind.resource(), kind.name()).addTo(spread, facts);
    }

    /** Whoever may create one of these reaches policies of every namespace: they are objects of the whole cluster. */
    private static Spread.Target overruled(ObjectRef policy, Confidence confidence) {
        return new Spread.Target("", ImmutableSet.of(), new ObjectWrite(policy), confidence, Support.NONE);
    }

    private static Stream<ObjectRef> ofAdministrators(Cluster cluster) {
        return cluster.adminPolicies().stream().map(KubernetesObject::ref);
    }

    /** These kinds are extensions: without a trace of one there is no such API. */
    private static boolean isServed(Cluster cluster, Kind kind) {
        return ofAdministrators(cluster).anyMatch(policy -> policy.kind().equals(kind.name()))
                || cluster.clusterObjects("CustomResourceDefinition").stream()
                        .anyMatch(
                                definition -> definition.meta().name().equals(kind.resource() + "." + ADMINISTRATORS));
    }
}
