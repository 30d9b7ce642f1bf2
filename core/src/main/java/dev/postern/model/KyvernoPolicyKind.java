package dev.postern.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of policies of Kyverno, by the names that manifests and roles have for them: its own rules, and from 1.14 on those
 * that are written in CEL. Source: kyverno/api {@code api/policies.kyverno.io/v1}.
 */
public enum KyvernoPolicyKind {
    CLUSTER_POLICY("ClusterPolicy", "clusterpolicies", false),
    POLICY("Policy", "policies", false),
    VALIDATING("ValidatingPolicy", "validatingpolicies", true),
    NAMESPACED_VALIDATING("NamespacedValidatingPolicy", "namespacedvalidatingpolicies", true),
    IMAGE_VALIDATING("ImageValidatingPolicy", "imagevalidatingpolicies", true),
    NAMESPACED_IMAGE_VALIDATING("NamespacedImageValidatingPolicy", "namespacedimagevalidatingpolicies", true),
    MUTATING("MutatingPolicy", "mutatingpolicies", true),
    NAMESPACED_MUTATING("NamespacedMutatingPolicy", "namespacedmutatingpolicies", true),
    GENERATING("GeneratingPolicy", "generatingpolicies", true),
    NAMESPACED_GENERATING("NamespacedGeneratingPolicy", "namespacedgeneratingpolicies", true);

    /** The API group of the kinds that are written in CEL, and of exceptions from these. */
    public static final String CEL_GROUP = "policies.kyverno.io";

    private static final String GROUP = "kyverno.io";

    private final String kind;
    private final String resource;
    private final boolean cel;

    KyvernoPolicyKind(String kind, String resource, boolean cel) {
        this.kind = kind;
        this.resource = resource;
        this.cel = cel;
    }

    /** Empty for what is no policy of Kyverno. */
    public static Optional<KyvernoPolicyKind> of(String kind) {
        return Arrays.stream(values()).filter(one -> one.kind.equals(kind)).findFirst();
    }

    /** For instance {@code ValidatingPolicy}. */
    public String kind() {
        return kind;
    }

    /** As roles name it, for instance {@code validatingpolicies}. */
    public String resource() {
        return resource;
    }

    public String apiGroup() {
        return cel ? CEL_GROUP : GROUP;
    }

    /** Whether its rules are written in CEL. */
    public boolean isCel() {
        return cel;
    }

    public boolean isNamespaced() {
        return this == POLICY || kind.startsWith("Namespaced");
    }

    /** The kind of exceptions from its policies; they are of its API group. */
    public String exceptions() {
        return cel ? PolicyExemption.CEL_EXCEPTION : PolicyExemption.EXCEPTION;
    }
}
