package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.PodPolicy;
import dev.postern.model.Support;
import java.util.Optional;

/**
 * Policies of which one must admit each pod: one that the requester, or the pod's service account, may {@code use} in the
 * pod's namespace. Where a controller makes the pods of a workload, the controller is the requester.
 *
 * @param family which policies they are
 * @param support what shows that they are enforced
 * @param doubt what would have to be true for them not to be enforced, about {@code support}'s first fact; empty when they
 *     are
 * @param escaping those that admit a pod which takes over its node, sorted
 * @param privileged those of them that admit privileged containers
 * @param claiming those that admit a pod which claims a volume and reads whatever file is in it, sorted
 * @param plain those that admit a pod which asks for nothing, sorted
 * @param tokens those of them that admit a token of the pod's service account, sorted
 * @param known the names of all that are known
 * @param complete whether there are no others
 */
public record PodPolicies(
        Family family,
        Support support,
        String doubt,
        ImmutableList<PolicyAdmission> escaping,
        ImmutableList<PolicyAdmission> privileged,
        ImmutableList<PolicyAdmission> claiming,
        ImmutableList<PolicyAdmission> plain,
        ImmutableList<PolicyAdmission> tokens,
        ImmutableSortedSet<String> known,
        boolean complete) {
    /** The kinds of such policies. */
    public enum Family {
        /** Kubernetes before v1.25. */
        POD_SECURITY_POLICY(PodPolicy.POLICY),
        /** OpenShift. */
        SECURITY_CONTEXT_CONSTRAINTS(PodPolicy.CONSTRAINTS);

        private final String kind;

        Family(String kind) {
            this.kind = kind;
        }
    }

    /** Whether a pod that none of them admits is refused for certain. */
    public boolean enforced() {
        return doubt.isEmpty();
    }

    /** A policy that the input does not hold, though something names it: what it admits is not known. */
    public Optional<PolicyAdmission> unseen(String name) {
        if (complete || known.contains(name)) {
            return Optional.empty();
        }
        ObjectRef ref = ObjectRef.cluster(family.kind, name);
        String missing = "exists and admits such a pod";
        return Optional.of(
                new PolicyAdmission(ref, Confidence.POSSIBLE, Support.of(Evidence.assumed(ref, "", missing)), missing));
    }

    /** The doubt as evidence. */
    public Evidence doubted() {
        return Evidence.assumed(support.facts().get(0).object(), "", doubt);
    }
}
