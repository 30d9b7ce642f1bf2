package dev.postern.podsecurity;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Pod;
import dev.postern.model.PodPolicy;
import dev.postern.model.Printable;
import dev.postern.model.Support;
import dev.postern.podsecurity.PodPolicies.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether pods need a policy that admits them, and which do. OpenShift's admission is always on. That of
 * PodSecurityPolicy is a plug-in that somebody has to turn on, until v1.25 removes it: flags of kube-apiserver tell, or a
 * pod that bears the mark of a policy; else it stays open.
 */
final class PolicyGate {
    private static final String PLUGINS = "--enable-admission-plugins";
    private static final String MARK = "kubernetes.io/psp";
    private static final Splitter COMMAS = Splitter.on(',').trimResults();
    private static final Comparator<PolicyAdmission> BY_POLICY = Comparator.comparing(PolicyAdmission::policy);

    private final Cluster cluster;
    private final CreatedPods created;
    private final List<PolicyAdmission> escaping = new ArrayList<>();
    private final List<PolicyAdmission> privileged = new ArrayList<>();
    private final List<PolicyAdmission> claiming = new ArrayList<>();
    private final List<PolicyAdmission> plain = new ArrayList<>();
    private final List<PolicyAdmission> tokens = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    private PolicyGate(Cluster cluster, CreatedPods created) {
        this.cluster = cluster;
        this.created = created;
    }

    /** Empty where no such policies apply. O(policies + pods). */
    static Optional<PodPolicies> of(Cluster cluster, KubernetesVersion serverVersion, CreatedPods created) {
        PolicyGate gate = new PolicyGate(cluster, created);
        Optional<Evidence> openShift = cluster.openShift();
        if (openShift.isPresent()) {
            return Optional.of(gate.constraints(openShift.get()));
        }
        List<PodPolicy> policies = cluster.podPolicies();
        if (policies.isEmpty() || isRemoved(cluster, serverVersion)) {
            return Optional.empty();
        }
        return gate.policies(policies);
    }

    /** Where the version is not known, there is nothing but the policies to go by. */
    private static boolean isRemoved(Cluster cluster, KubernetesVersion serverVersion) {
        boolean known = cluster.newestKubelet().isPresent() || !serverVersion.equals(KubernetesVersion.LATEST_KNOWN);
        return known && serverVersion.isAtLeast(1, 25);
    }

    private PodPolicies constraints(Evidence openShift) {
        cluster.podPolicies().stream().filter(PodPolicy::isConstraints).forEach(policy -> add(policy, Basis.STATED));
        if (!cluster.isComplete(PodPolicy.CONSTRAINTS)) {
            for (PodPolicy policy : BuiltInConstraints.load()) {
                if (!known.contains(policy.meta().name())) {
                    add(policy, Basis.ASSUMED);
                }
            }
        }
        return made(Family.SECURITY_CONTEXT_CONSTRAINTS, openShift, "");
    }

    private Optional<PodPolicies> policies(List<PodPolicy> policies) {
        policies.forEach(policy -> add(policy, Basis.STATED));
        Optional<Evidence> plugins = Optional.empty();
        for (Pod pod : cluster.pods()) {
            String mark = pod.meta().annotations().get(MARK);
            if (mark != null && pod.meta().live()) {
                String field = "metadata.annotations[" + MARK + "]";
                Evidence marked = Evidence.stated(pod.object(), field, Printable.of(mark, 80));
                return Optional.of(made(Family.POD_SECURITY_POLICY, marked, ""));
            }
            if (pod.namespace().equals("kube-system") && !pod.isTerminated()) {
                for (Container container : pod.spec().containers()) {
                    if (container.programFlags().contains("kube-apiserver")) {
                        Optional<Evidence> on = plugin(pod, container);
                        if (on.isEmpty()) {
                            return Optional.empty();
                        }
                        plugins = on;
                    }
                }
            }
        }
        String doubt = plugins.isPresent() ? "" : "the admission plug-in PodSecurityPolicy is off";
        Evidence shown = plugins.orElseGet(() -> Evidence.stated(policies.get(0).ref(), "", "exists"));
        return Optional.of(made(Family.POD_SECURITY_POLICY, shown, doubt));
    }

    private static Optional<Evidence> plugin(Pod pod, Container container) {
        return container.programFlags().stream()
                .filter(flag -> flag.startsWith(PLUGINS + "="))
                .filter(flag ->
                        COMMAS.splitToList(flag.substring(PLUGINS.length() + 1)).contains(PodPolicy.POLICY))
                .findFirst()
                .map(flag -> Fields.stated(pod, container, "command", PLUGINS + "=..." + PodPolicy.POLICY));
    }

    private PodPolicies made(Family family, Evidence shown, String doubt) {
        String kind = family == Family.POD_SECURITY_POLICY ? PodPolicy.POLICY : PodPolicy.CONSTRAINTS;
        return new PodPolicies(
                family,
                Support.of(shown),
                doubt,
                ImmutableList.sortedCopyOf(BY_POLICY, escaping),
                ImmutableList.sortedCopyOf(BY_POLICY, privileged),
                ImmutableList.sortedCopyOf(BY_POLICY, claiming),
                ImmutableList.sortedCopyOf(BY_POLICY, plain),
                ImmutableList.sortedCopyOf(BY_POLICY, tokens),
                ImmutableSortedSet.copyOf(known),
                cluster.isComplete(kind));
    }

    /** @param basis whether the input holds the policy */
    private void add(PodPolicy policy, Basis basis) {
        known.add(policy.meta().name());
        if (PolicyLatitudes.isUsable(policy)) {
            ImmutableList<Escape> escapes = created.escapes(PolicyLatitudes.of(policy));
            best(policy, basis, escapes, any -> true).ifPresent(escaping::add);
            best(policy, basis, escapes, kind -> kind == Escape.Kind.PRIVILEGED).ifPresent(privileged::add);
            claiming(policy, basis).ifPresent(claiming::add);
            plain.add(surely(policy, PolicyFields.plain(policy, basis)));
            if (PolicyLatitudes.allowsToken(policy)) {
                tokens.add(surely(policy, PolicyFields.tokens(policy, basis)));
            }
        }
    }

    private static PolicyAdmission surely(PodPolicy policy, Support support) {
        return new PolicyAdmission(policy.ref(), Confidence.CERTAIN, support, "");
    }

    /** By the surest escape to the node itself. */
    private static Optional<PolicyAdmission> best(
            PodPolicy policy, Basis basis, List<Escape> escapes, Predicate<Escape.Kind> kinds) {
        Optional<PolicyAdmission> best = Optional.empty();
        for (Escape escape : escapes) {
            if (escape.effect() == Escape.Effect.NODE && kinds.test(escape.kind())) {
                PolicyAdmission found = admission(policy, basis, escape);
                if (best.isEmpty() || best.get().confidence().compareTo(found.confidence()) < 0) {
                    best = Optional.of(found);
                }
            }
        }
        return best;
    }

    /** OpenShift's nodes have SELinux on; a label of the namespace's own keeps all but privileged containers off the node. */
    private static PolicyAdmission admission(PodPolicy policy, Basis basis, Escape escape) {
        boolean confined = policy.isConstraints() && !policy.seLinuxRule().equals("RunAsAny") && !policy.privileged();
        String missing = confined ? "SELinux of the node lets the container at the node's files" : escape.missing();
        return new PolicyAdmission(
                policy.ref(),
                confined ? Confidence.POSSIBLE : escape.confidence(),
                PolicyFields.escaping(policy, basis),
                missing);
    }

    private static Optional<PolicyAdmission> claiming(PodPolicy policy, Basis basis) {
        boolean brought = PolicyLatitudes.allowsVolume(policy, "ephemeral");
        if (!brought && !PolicyLatitudes.allowsVolume(policy, "persistentVolumeClaim")) {
            return Optional.empty();
        }
        Confidence root = PolicyLatitudes.isRootAllowed(policy) ? Confidence.CERTAIN : Confidence.LIKELY;
        return Optional.of(new PolicyAdmission(
                policy.ref(),
                brought ? root : Confidence.POSSIBLE,
                PolicyFields.claiming(policy, basis),
                brought ? "" : "there is a claim that the volume can be bound to"));
    }
}
