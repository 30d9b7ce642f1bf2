package dev.postern.attack.rule;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.PolicyExemption;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who may write PolicyExceptions of Kyverno where it honours them; each may except whatever pods from whatever policy. */
record ExceptionWrites(Facts facts, Edges edges) {
    private static final Creation CREATION =
            Creation.namespaced("kyverno.io", "policyexceptions", PolicyExemption.EXCEPTION);
    private static final Permission CHANGE =
            Permission.of("update", "kyverno.io", "policyexceptions").or("patch");

    /** Whether anybody but administrators, who need no such step, may write any. */
    boolean arePossible() {
        List<Permit> permits = facts.rbac().permits(CREATION.permission(), CHANGE);
        return permits.stream().anyMatch(permit -> !facts.isClusterAdminRole(facts.vertex(permit.grant())))
                || !facts.rbac().appliers(CREATION.permission()).isEmpty();
    }

    /** Whoever may gets to {@code hub}. */
    void leadTo(May hub) {
        List<Spread.Target> honoured = new ArrayList<>();
        Set<String> namespaces = new TreeSet<>(WorkloadEscape.namespaces(facts));
        namespaces.addAll(facts.podSecurity().policyExceptionNamespaces());
        for (String namespace : namespaces) {
            Decision decision = facts.podSecurity().policyExceptions(namespace);
            if (decision.outcome() != Outcome.DENIED) {
                honoured.add(
                        new Spread.Target(namespace, ImmutableSet.of(), hub, confidence(decision), support(decision)));
            }
        }
        CREATION.addTo(
                Spread.ofOthersToHubs(facts, edges, "create-policyexceptions", "create PolicyExceptions", honoured),
                facts);
        List<Permit> changers = facts.rbac().permits(CHANGE);
        Spread.ofOthersToHubs(
                        facts,
                        edges,
                        "change-policyexceptions",
                        "change PolicyExceptions",
                        existing(changers, honoured))
                .from(changers);
    }

    /** Those of the input; and those that a rule names for one namespace, where the input may lack them. */
    private List<Spread.Target> existing(List<Permit> changers, List<Spread.Target> honoured) {
        ImmutableListMultimap<String, PolicyExemption> exceptions = facts.cluster().policyExemptions().stream()
                .filter(exception -> exception.kind().equals(PolicyExemption.EXCEPTION))
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        exception -> exception.meta().namespace(), exception -> exception));
        List<Spread.Target> existing = new ArrayList<>();
        for (Spread.Target place : honoured) {
            for (PolicyExemption exception : exceptions.get(place.namespace())) {
                existing.add(at(place, exception.ref(), Confidence.CERTAIN, Targets.stated(exception.ref())));
            }
            if (!facts.cluster().isComplete(PolicyExemption.EXCEPTION)) {
                changers.stream()
                        .filter(permit -> permit.scope().isOneNamespace()
                                ? permit.scope().namespace().equals(place.namespace())
                                : honoured.size() == 1)
                        .flatMap(permit -> permit.names().stream())
                        .distinct()
                        .map(name -> ObjectRef.of(PolicyExemption.EXCEPTION, place.namespace(), name))
                        .filter(ref -> !facts.cluster().contains(ref))
                        .forEach(ref -> existing.add(at(place, ref, Confidence.POSSIBLE, Targets.assumed(ref))));
            }
        }
        return existing;
    }

    private static Spread.Target at(Spread.Target place, ObjectRef object, Confidence confidence, Support support) {
        return new Spread.Target(
                place.namespace(),
                ImmutableSet.of(object.name()),
                place.vertex(),
                confidence.and(place.confidence()),
                place.support().and(support));
    }

    private static Confidence confidence(Decision honoured) {
        return honoured.isAllowed() ? Confidence.CERTAIN : Confidence.POSSIBLE;
    }

    private static Support support(Decision honoured) {
        Support support = honoured.supports().isEmpty()
                ? Support.NONE
                : honoured.supports().get(0);
        return honoured.isAllowed()
                ? support
                : support.and(Support.of(Evidence.assumed(
                        ObjectRef.cluster("CustomResourceDefinition", "policyexceptions.kyverno.io"),
                        "",
                        honoured.missing())));
    }
}
