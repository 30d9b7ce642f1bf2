package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Spread;
import dev.postern.attack.rule.PolicyUses.Way;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.model.Workload;
import dev.postern.podsecurity.PodPolicies;
import dev.postern.podsecurity.PolicyAdmission;
import dev.postern.rbac.Combined;
import dev.postern.rbac.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings pods of one class into namespaces, past the policies of which one has to admit each pod where a cluster has such.
 * One that the pod's account may use is open to everybody who may start a pod there; one that the requester has to use
 * takes both rights in one request, so they belong to one identity, and the request has to be for the pod itself: of a
 * workload's pods the requester is a controller. Where there are no policies, this adds nothing to what the right gives.
 */
final class PodEntry {
    private static final String OWN = " by a policy that they may use";

    private final Facts facts;
    private final Edges edges;
    private final Optional<PodPolicies> policies;
    private final ImmutableList<PolicyAdmission> admitting;
    private final Optional<PolicyUses> uses;

    private PodEntry(
            Facts facts,
            Edges edges,
            Optional<PodPolicies> policies,
            Function<PodPolicies, ImmutableList<PolicyAdmission>> podClass) {
        this.facts = facts;
        this.edges = edges;
        this.policies = policies;
        this.admitting = policies.map(podClass).orElseGet(ImmutableList::of);
        this.uses = policies.map(known -> PolicyUses.of(facts, known, admitting));
    }

    private static PodEntry of(
            Facts facts, Edges edges, Function<PodPolicies, ImmutableList<PolicyAdmission>> podClass) {
        return new PodEntry(facts, edges, facts.podSecurity().policies(), podClass);
    }

    /** Where whoever brings a pod sees to it that every policy admits it. */
    static PodEntry ungated(Facts facts, Edges edges) {
        return new PodEntry(facts, edges, Optional.empty(), PodPolicies::plain);
    }

    /** Of pods that take over their node. */
    static PodEntry escaping(Facts facts, Edges edges) {
        return of(facts, edges, PodPolicies::escaping);
    }

    /** Of pods that claim a volume. */
    static PodEntry claiming(Facts facts, Edges edges) {
        return of(facts, edges, PodPolicies::claiming);
    }

    /** Of pods with a privileged container. */
    static PodEntry privileged(Facts facts, Edges edges) {
        return of(facts, edges, PodPolicies::privileged);
    }

    /** Of pods that ask for nothing. */
    static PodEntry plain(Facts facts, Edges edges) {
        return of(facts, edges, PodPolicies::plain);
    }

    /** Of pods that ask for a token of their account and nothing else. */
    static PodEntry withToken(Facts facts, Edges edges) {
        return of(facts, edges, PodPolicies::tokens);
    }

    /** The ways of a pod with whatever account of a namespace, where pods need policies. */
    List<Way> ofEveryAccount(String namespace) {
        return orUnenforced(uses.orElseThrow().byEveryAccount(namespace));
    }

    /** The ways of a pod with an account that its author chooses. */
    List<Way> ofSomeAccount(String namespace) {
        return orUnenforced(uses.orElseThrow().bySomeAccount(namespace));
    }

    /** The ways of a pod with one account, besides {@link #ofEveryAccount}. */
    List<Way> ofOneAccount(Subject.ServiceAccount account) {
        return uses.orElseThrow().byOneAccount(account);
    }

    private List<Way> orUnenforced(List<Way> ways) {
        List<Way> all = new ArrayList<>(ways);
        unlessEnforced().ifPresent(all::add);
        return all;
    }

    /** Where pods need no policy after all. */
    private Optional<Way> unlessEnforced() {
        return policies.filter(known -> !known.enforced())
                .map(known -> new Way(Confidence.POSSIBLE, known.support().and(Support.of(known.doubted()))));
    }

    /**
     * Lays out whoever may start pods in some namespaces, by whatever kind of object.
     *
     * @param right starts the names of the hubs; unique among techniques
     * @param description completes "may …"
     * @param targets one for each namespace where other admission lets such pods in
     */
    void creators(String right, String description, List<Spread.Target> targets) {
        PodCreation.addCreators(Spread.toHubs(facts, edges, right, description, admitted(targets)), facts);
        creatorsByOthers(right, description, targets);
    }

    /** As {@link #creators}, as far as it is not a service account of the namespace that may use a policy. */
    void creatorsByOthers(String right, String description, List<Spread.Target> targets) {
        if (policies.isPresent()) {
            requesters(right, description, targets);
            controllers(right, description, targets);
        }
    }

    /** The targets, as far as some account of their namespace lets such pods in. */
    private List<Spread.Target> admitted(List<Spread.Target> targets) {
        return uses.isEmpty()
                ? targets
                : targets.stream()
                        .flatMap(target -> past(target, uses.get().bySomeAccount(target.namespace())).stream())
                        .toList();
    }

    /** One end of a right over a workload, by what its controller or some account of its namespace may use. */
    List<Spread.Target> changed(Workload workload, Spread.Target target) {
        if (uses.isEmpty()) {
            return ImmutableList.of(target);
        }
        List<Way> ways = new ArrayList<>(uses.get().bySomeAccount(target.namespace()));
        ways.addAll(uses.get().byController(workload.kind(), target.namespace()));
        return past(target, ways);
    }

    /** One end of a right over a workload whose pods keep their account, by what that or its controller may use. */
    List<Spread.Target> kept(Subject.ServiceAccount account, Workload workload, Spread.Target target) {
        if (uses.isEmpty()) {
            return ImmutableList.of(target);
        }
        List<Way> ways = new ArrayList<>(uses.get().byAccount(account));
        ways.addAll(uses.get().byController(workload.kind(), target.namespace()));
        return past(target, ways);
    }

    /** One end of a right over a workload, by what its controller may use. */
    List<Spread.Target> controlled(Workload workload, Spread.Target target) {
        return uses.orElseThrow().byController(workload.kind(), target.namespace()).stream()
                .map(way -> with(target, way.confidence(), way.support()))
                .toList();
    }

    /**
     * The ways of a pod that exists, by its own account. Whether the plug-in for PodSecurityPolicy looks at containers that
     * are added to a pod depends on its version.
     */
    List<Spread.Target> added(Pod pod, Spread.Target target) {
        if (uses.isEmpty()) {
            return ImmutableList.of(target);
        }
        List<Spread.Target> past = past(target, uses.get().byAccount(pod.serviceAccount()));
        PodPolicies known = policies.orElseThrow();
        if (past.isEmpty() && known.family() == PodPolicies.Family.POD_SECURITY_POLICY) {
            Evidence unseen =
                    Evidence.assumed(pod.object(), "", "admission does not look at containers that are added");
            past.add(with(target, Confidence.POSSIBLE, Support.of(unseen)));
        }
        return past;
    }

    /** The ways of pods that others start in a namespace, with whatever account and by whatever right of theirs. */
    Optional<Way> ofOthers(String namespace) {
        if (uses.isEmpty()) {
            return Optional.of(new Way(Confidence.CERTAIN, Support.NONE));
        }
        return uses.get().bySomeAccount(namespace).stream()
                .max(Comparator.comparing(Way::confidence))
                .or(() -> admitting.stream()
                        .findFirst()
                        .map(policy -> new Way(
                                Confidence.POSSIBLE,
                                policy.support()
                                        .and(Support.of(Evidence.assumed(
                                                policy.policy(), "", "may be used by whoever starts the pod"))))));
    }

    private List<Spread.Target> past(Spread.Target target, List<Way> ways) {
        List<Spread.Target> past = new ArrayList<>();
        for (Way way : ways) {
            past.add(with(target, way.confidence(), way.support()));
        }
        unlessEnforced().ifPresent(way -> past.add(with(target, way.confidence(), way.support())));
        return past;
    }

    private static Spread.Target with(Spread.Target target, Confidence confidence, Support support) {
        return new Spread.Target(
                target.namespace(),
                target.names(),
                target.vertex(),
                target.confidence().and(confidence),
                target.support().and(support));
    }

    /** Whoever may create a pod and use a policy. An administrator may use all of them. */
    private void requesters(String right, String description, List<Spread.Target> targets) {
        Permission create = PodCreation.POD.permission();
        List<Combined> creators = facts.rbac().combinedWithUse(create);
        List<Combined> appliers = facts.rbac().appliersWithUse(create);
        for (Confidence confidence : Confidence.values()) {
            Spread spread = byPolicies(right, description, targets, confidence);
            from(spread, creators, confidence);
            for (Combined both : appliers) {
                for (PolicyAdmission policy : named(both, confidence)) {
                    Combined applier = new Combined(
                            both.holder(), both.scope(), both.names(), both.gained(), and(both.supports(), policy));
                    both.names().get(0).forEach(name -> PodCreation.POD.apply(spread, facts, applier, name));
                }
            }
        }
    }

    /** Whoever may change pods of a name and use a policy in one request. */
    void changers(String right, String description, List<Spread.Target> targets, Permission change) {
        if (policies.isPresent()) {
            List<Combined> changers = facts.rbac().combinedWithUse(change);
            for (Confidence confidence : Confidence.values()) {
                List<Spread.Target> ends = limited(targets, confidence);
                from(
                        Spread.ofOthers(facts, edges, hub(right, confidence), description + OWN, ends),
                        changers,
                        confidence);
            }
        }
    }

    private Spread byPolicies(String right, String description, List<Spread.Target> targets, Confidence confidence) {
        List<Spread.Target> ends = limited(targets, confidence);
        String hub = hub(right, confidence);
        return confidence == Confidence.CERTAIN
                ? Spread.toHubs(facts, edges, hub, description + OWN, ends)
                : Spread.ofOthersToHubs(facts, edges, hub, description + OWN, ends);
    }

    private static String hub(String right, Confidence confidence) {
        return right + "-by-own-policy" + (confidence == Confidence.CERTAIN ? "" : "-" + confidence.ordinal());
    }

    private static List<Spread.Target> limited(List<Spread.Target> targets, Confidence confidence) {
        return targets.stream()
                .map(target -> with(target, confidence, Support.NONE))
                .toList();
    }

    private void from(Spread spread, List<Combined> holders, Confidence confidence) {
        for (Combined both : holders) {
            for (PolicyAdmission policy : named(both, confidence)) {
                spread.from(
                        facts.premises(both.holder(), both.gained()),
                        both.scope(),
                        both.names().get(0),
                        and(both.supports(), policy));
            }
        }
    }

    private List<PolicyAdmission> named(Combined both, Confidence confidence) {
        return PolicyUses.named(policies.orElseThrow(), admitting, both.names().get(1)).stream()
                .filter(policy -> policy.confidence() == confidence)
                .toList();
    }

    private static ImmutableList<Support> and(List<Support> supports, PolicyAdmission policy) {
        return supports.stream().map(support -> support.and(policy.support())).collect(ImmutableList.toImmutableList());
    }

    /** Whoever may create what some controller makes pods of, if that controller may use a policy. */
    private void controllers(String right, String description, List<Spread.Target> targets) {
        for (Creation creation : PodCreation.workloads()) {
            List<Spread.Target> ends = new ArrayList<>();
            for (Spread.Target target : targets) {
                for (Way way : uses.orElseThrow().byController(creation.kind(), target.namespace())) {
                    ends.add(with(target, way.confidence(), way.support()));
                }
            }
            if (!ends.isEmpty()) {
                String hub = right + "-by-" + creation.resource();
                creation.addTo(
                        Spread.toHubs(facts, edges, hub, description + " by " + creation.resource(), ends), facts);
            }
        }
    }
}
