package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.postern.attack.Facts;
import dev.postern.model.Confidence;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.podsecurity.PodPolicies;
import dev.postern.podsecurity.PolicyAdmission;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Holding;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use the policies that admit pods of a class: what admission looks up of the pod's service account, and of the
 * controller that makes the pods of a workload. Both act by themselves, so that the attacker needs none of their rights.
 * Built in O(holdings), asked per namespace.
 */
final class PolicyUses {
    /** The accounts of the controllers, by the kind of workload that they make pods of. */
    private static final Map<String, String> CONTROLLERS = Map.of(
            "CronJob", "job-controller",
            "DaemonSet", "daemon-set-controller",
            "Deployment", "replicaset-controller",
            "Job", "job-controller",
            "ReplicaSet", "replicaset-controller",
            "ReplicationController", "replication-controller",
            "StatefulSet", "statefulset-controller");

    /** One ground for admission. */
    record Way(Confidence confidence, Support support) {}

    private record Use(Scope scope, Way way) {}

    private final Facts facts;
    private final ImmutableListMultimap<Subject, Use> bySubject;
    /** Service accounts that hold a use themselves, by their namespace. */
    private final ImmutableListMultimap<String, Subject.ServiceAccount> accounts;

    private PolicyUses(Facts facts, ImmutableListMultimap<Subject, Use> bySubject) {
        this.facts = facts;
        this.bySubject = bySubject;
        ImmutableListMultimap.Builder<String, Subject.ServiceAccount> named = ImmutableListMultimap.builder();
        for (Subject subject : bySubject.keySet()) {
            if (subject instanceof Subject.ServiceAccount account) {
                named.put(account.namespace(), account);
            }
        }
        this.accounts = named.build();
    }

    /** @param admitting the policies that admit pods of the class */
    static PolicyUses of(Facts facts, PodPolicies policies, ImmutableList<PolicyAdmission> admitting) {
        Map<Grant, List<Way>> byGrant = new LinkedHashMap<>();
        for (Permit permit : facts.rbac().usesOfPolicies()) {
            for (PolicyAdmission policy : named(policies, admitting, permit.names())) {
                for (Support support : permit.supports()) {
                    byGrant.computeIfAbsent(permit.grant(), key -> new ArrayList<>())
                            .add(new Way(policy.confidence(), support.and(policy.support())));
                }
            }
        }
        ImmutableListMultimap.Builder<Subject, Use> uses = ImmutableListMultimap.builder();
        for (Holding holding : facts.rbac().holdings()) {
            for (Way way : byGrant.getOrDefault(holding.grant(), List.of())) {
                for (Support held : holding.supports()) {
                    Way both = new Way(way.confidence(), held.and(way.support()));
                    uses.put(holding.subject(), new Use(holding.grant().scope(), both));
                }
            }
        }
        return new PolicyUses(facts, uses.build());
    }

    /** The policies among some that have one of these names; without names any. */
    static List<PolicyAdmission> named(
            PodPolicies policies, ImmutableList<PolicyAdmission> admitting, Set<String> names) {
        List<PolicyAdmission> named = new ArrayList<>();
        for (PolicyAdmission policy : admitting) {
            if (names.isEmpty() || names.contains(policy.policy().name())) {
                named.add(policy);
            }
        }
        names.forEach(name -> policies.unseen(name).ifPresent(named::add));
        return named;
    }

    /** Ways by each service account of the namespace, whatever its name. */
    List<Way> byEveryAccount(String namespace) {
        return byGroups(Subject.serviceAccount(namespace, "default"), namespace);
    }

    /** Ways by one service account in its own namespace that others there do not have. */
    List<Way> byOneAccount(Subject.ServiceAccount account) {
        return held(account, account.namespace());
    }

    /** Ways by some service account of the namespace, which the author of a pod chooses. */
    List<Way> bySomeAccount(String namespace) {
        List<Way> ways = byEveryAccount(namespace);
        for (Subject.ServiceAccount account : accounts.get(namespace)) {
            for (Way way : held(account, namespace)) {
                ways.add(existing(account, way));
            }
        }
        return ways;
    }

    /** Ways by one service account, in its own namespace. */
    List<Way> byAccount(Subject.ServiceAccount account) {
        List<Way> ways = byGroups(account, account.namespace());
        ways.addAll(held(account, account.namespace()));
        return ways;
    }

    /** Ways by the controller that makes the pods of a kind of workload. */
    List<Way> byController(String kind, String namespace) {
        return Optional.ofNullable(CONTROLLERS.get(kind))
                .map(name -> Subject.serviceAccount("kube-system", name))
                .map(controller -> {
                    List<Way> ways = byGroups(controller, namespace);
                    ways.addAll(held(controller, namespace));
                    return ways;
                })
                .orElseGet(List::of);
    }

    private List<Way> byGroups(Subject account, String namespace) {
        List<Way> ways = new ArrayList<>();
        facts.rbac().groupsOf(account).forEach(group -> ways.addAll(held(group, namespace)));
        return ways;
    }

    private List<Way> held(Subject subject, String namespace) {
        List<Way> ways = new ArrayList<>();
        for (Use use : bySubject.get(subject)) {
            if (use.scope().contains(Scope.namespace(namespace))) {
                ways.add(use.way());
            }
        }
        return ways;
    }

    /** A pod is refused whose account does not exist; whoever may create it can see to that. */
    private Way existing(Subject.ServiceAccount account, Way way) {
        boolean exists = facts.cluster().serviceAccount(account).isPresent()
                || (account.name().equals("default") && !Targets.isKnownToBeAbsent(facts.cluster(), account.ref()));
        return exists ? way : new Way(Confidence.POSSIBLE, way.support().and(Targets.assumed(account.ref())));
    }
}
