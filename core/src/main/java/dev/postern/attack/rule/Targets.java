package dev.postern.attack.rule;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Secret;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.podsecurity.SecretUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects that rights lead to. One that the input names but does not hold is a target all the same, as POSSIBLE and
 * saying so; unless the input is live and holds objects of that kind, so that it would hold this one too (E10).
 */
final class Targets {
    private static final String EXISTS = "exists";

    private Targets() {}

    /** Every user, service account and group member known; also the account that each namespace is born with. */
    static Set<Subject> subjects(Facts facts) {
        Set<Subject> subjects = new TreeSet<>(facts.rbac().subjects());
        accountsOfNamespaces(facts).forEach(subjects::add);
        return subjects;
    }

    /** Service accounts as objects: what pods run as and tokens are requested for. */
    static List<Spread.Target> accounts(Facts facts) {
        Cluster cluster = facts.cluster();
        Set<Subject.ServiceAccount> born = accountsOfNamespaces(facts);
        boolean complete = isComplete(cluster, cluster.serviceAccounts());
        List<Spread.Target> targets = new ArrayList<>();
        for (Subject subject : subjects(facts)) {
            if (subject instanceof Subject.ServiceAccount account) {
                if (cluster.serviceAccount(account).isPresent()) {
                    targets.add(
                            target(account.ref(), new Identity(account), Confidence.CERTAIN, stated(account.ref())));
                } else if (!complete && born.contains(account)) {
                    Evidence fact = Evidence.byDefault(account.ref(), "", "exists in every namespace");
                    targets.add(target(account.ref(), new Identity(account), Confidence.CERTAIN, Support.of(fact)));
                } else if (!complete) {
                    targets.add(
                            target(account.ref(), new Identity(account), Confidence.POSSIBLE, assumed(account.ref())));
                }
            }
        }
        return targets;
    }

    /** Service accounts as names: what can be impersonated, whether or not there is such an object. */
    static List<Spread.Target> accountNames(Facts facts) {
        return subjects(facts).stream()
                .filter(Subject.ServiceAccount.class::isInstance)
                .map(subject -> ((Subject.ServiceAccount) subject).ref())
                .map(ref -> target(
                        ref,
                        new Identity(Subject.serviceAccount(ref.namespace(), ref.name())),
                        Confidence.CERTAIN,
                        Support.NONE))
                .toList();
    }

    /** Secrets: those of the input and those that some pod names. */
    static List<Spread.Target> secrets(Facts facts) {
        Cluster cluster = facts.cluster();
        List<Spread.Target> targets = new ArrayList<>();
        for (Secret secret : cluster.secrets()) {
            targets.add(target(secret.ref(), read(facts, secret.ref()), Confidence.CERTAIN, stated(secret.ref())));
        }
        if (!isComplete(cluster, cluster.secrets())) {
            usedByPods(facts).forEach((ref, support) -> {
                if (cluster.secret(ref.namespace(), ref.name()).isEmpty()) {
                    targets.add(target(
                            ref,
                            read(facts, ref),
                            Confidence.POSSIBLE,
                            assumed(ref).and(support)));
                }
            });
        }
        return targets;
    }

    /** Token Secrets whose names end in random characters: whoever gets a Secret by name has to know theirs. */
    static List<Spread.Target> generatedTokens(Facts facts) {
        return facts.cluster().secrets().stream()
                .filter(Secret::isGeneratedToken)
                .map(secret ->
                        target(secret.ref(), read(facts, secret.ref()), Confidence.CERTAIN, stated(secret.ref())))
                .toList();
    }

    /** All other Secrets: people give them their names, and write those down. */
    static List<Spread.Target> secretsOfKnownName(Facts facts) {
        Set<Vertex> generated =
                generatedTokens(facts).stream().map(Spread.Target::vertex).collect(ImmutableSet.toImmutableSet());
        return secrets(facts).stream()
                .filter(target -> !generated.contains(target.vertex()))
                .toList();
    }

    /** Pods that run what the API server says of them: all but static ones, which are run from a file of their node. */
    static List<Spread.Target> changeablePods(Facts facts) {
        Set<Vertex> mirrors = facts.podGroups().stream()
                .filter(group -> group.pod().mirror())
                .map(PodGroup::vertex)
                .collect(ImmutableSet.toImmutableSet());
        return facts.podTargets().stream()
                .filter(target -> !mirrors.contains(target.vertex()))
                .toList();
    }

    /** That an object of the input exists. */
    static Support stated(ObjectRef ref) {
        return Support.of(Evidence.stated(ref, "", EXISTS));
    }

    /** That an object exists which the input does not hold. */
    static Support assumed(ObjectRef ref) {
        return Support.of(Evidence.assumed(ref, "", EXISTS));
    }

    /** Whether an object of a kind that the input does not hold does not exist. */
    static boolean isComplete(Cluster cluster, List<? extends KubernetesObject> kind) {
        return cluster.isLive() && !kind.isEmpty();
    }

    /** Whether a Secret or service account that something refers to does not exist; false for other kinds. */
    static boolean isKnownToBeAbsent(Cluster cluster, ObjectRef ref) {
        switch (ref.kind()) {
            case "Secret":
                return isComplete(cluster, cluster.secrets())
                        && cluster.secret(ref.namespace(), ref.name()).isEmpty();
            case "ServiceAccount":
                return isComplete(cluster, cluster.serviceAccounts())
                        && cluster.serviceAccount(Subject.serviceAccount(ref.namespace(), ref.name()))
                                .isEmpty();
            default:
                return false;
        }
    }

    private static ImmutableSortedSet<Subject.ServiceAccount> accountsOfNamespaces(Facts facts) {
        return facts.namespaces().stream()
                .map(namespace -> Subject.serviceAccount(namespace, "default"))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Subject::compareTo));
    }

    /** Secrets that some pod names, each with one place where it does. */
    static Map<ObjectRef, Support> usedByPods(Facts facts) {
        Map<ObjectRef, Support> named = new TreeMap<>();
        for (PodGroup group : facts.podGroups()) {
            for (Container container : group.containers()) {
                add(named, facts.podSecurity().secrets(group.pod(), container));
            }
            add(named, facts.podSecurity().nodeSecrets(group.pod()));
        }
        return named;
    }

    private static void add(Map<ObjectRef, Support> named, List<SecretUse> uses) {
        uses.forEach(use ->
                named.merge(use.secret(), use.support(), (one, other) -> one.compareTo(other) <= 0 ? one : other));
    }

    private static Vertex read(Facts facts, ObjectRef secret) {
        return facts.secret(secret.namespace(), secret.name());
    }

    private static Spread.Target target(ObjectRef ref, Vertex vertex, Confidence confidence, Support support) {
        return new Spread.Target(ref.namespace(), ImmutableSet.of(ref.name()), vertex, confidence, support);
    }
}
