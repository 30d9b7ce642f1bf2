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
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may write PolicyExceptions of Kyverno where it honours them; each may except whatever pods from whatever policy.
 *
 * @param kind of the exceptions: those from policies that are written in CEL are another
 */
record ExceptionWrites(Facts facts, Edges edges, String apiGroup, String kind) {
    private static final String RESOURCE = "policyexceptions";

    /** Whether anybody but administrators, who need no such step, may write any. */
    boolean arePossible() {
        List<Permit> permits = facts.rbac().permits(creation().permission(), change());
        return permits.stream().anyMatch(permit -> !facts.isClusterAdminRole(facts.vertex(permit.grant())))
                || !facts.rbac().appliers(creation().permission()).isEmpty();
    }

    /** Whoever may gets to {@code hub}. */
    void leadTo(May hub) {
        List<Spread.Target> honoured = new ArrayList<>();
        Set<String> namespaces = new TreeSet<>(WorkloadEscape.namespaces(facts));
        namespaces.addAll(facts.podSecurity().policyExceptionNamespaces());
        for (String namespace : namespaces) {
            Decision decision = facts.podSecurity().policyExceptions(kind, namespace);
            if (decision.outcome() != Outcome.DENIED) {
                honoured.add(
                        new Spread.Target(namespace, ImmutableSet.of(), hub, confidence(decision), support(decision)));
            }
        }
        creation().addTo(spread("create", honoured), facts);
        List<Permit> changers = facts.rbac().permits(change());
        spread("change", existing(changers, honoured)).from(changers);
    }

    private Spread spread(String verb, List<Spread.Target> targets) {
        boolean cel = kind.equals(PolicyExemption.CEL_EXCEPTION);
        String right = verb + (cel ? "-cel-" : "-") + RESOURCE;
        String description = verb + " PolicyExceptions" + (cel ? " from policies that are written in CEL" : "");
        return Spread.ofOthersToHubs(facts, edges, right, description, targets);
    }

    private Creation creation() {
        return Creation.namespaced(apiGroup, RESOURCE, kind);
    }

    private Permission change() {
        return Permission.of("update", apiGroup, RESOURCE).or("patch");
    }

    /** Those of the input; and those that a rule names for one namespace, where the input may lack them. */
    private List<Spread.Target> existing(List<Permit> changers, List<Spread.Target> honoured) {
        ImmutableListMultimap<String, PolicyExemption> exceptions = facts.cluster().policyExemptions().stream()
                .filter(exception -> exception.kind().equals(kind))
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        exception -> exception.meta().namespace(), exception -> exception));
        List<Spread.Target> existing = new ArrayList<>();
        for (Spread.Target place : honoured) {
            for (PolicyExemption exception : exceptions.get(place.namespace())) {
                existing.add(at(place, exception.ref(), Confidence.CERTAIN, Targets.stated(exception.ref())));
            }
            if (!facts.cluster().isComplete(kind)) {
                changers.stream()
                        .filter(permit -> permit.scope().contains(Scope.namespace(place.namespace()))
                                && (permit.scope().isOneNamespace() || honoured.size() == 1))
                        .flatMap(permit -> permit.names().stream())
                        .distinct()
                        .map(name -> ObjectRef.of(kind, place.namespace(), name))
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

    private Support support(Decision honoured) {
        Support support = honoured.supports().isEmpty()
                ? Support.NONE
                : honoured.supports().get(0);
        return honoured.isAllowed()
                ? support
                : support.and(Support.of(Evidence.assumed(
                        ObjectRef.cluster("CustomResourceDefinition", RESOURCE + "." + apiGroup),
                        "",
                        honoured.missing())));
    }
}
