package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Evidence;
import dev.postern.model.PodPolicy;
import dev.postern.model.Printable;
import dev.postern.model.Support;

/** Names the fields of a policy that let a pod in, as its manifest writes them. */
final class PolicyFields {
    private PolicyFields() {}

    /** @param basis whether the input holds the policy */
    static Support escaping(PodPolicy policy, Basis basis) {
        ImmutableList.Builder<Evidence> fields = ImmutableList.builder();
        if (policy.privileged() && policy.allowPrivilegeEscalation().orElse(true)) {
            return Support.of(field(policy, basis, "privileged", "allowPrivilegedContainer", "true"));
        }
        if (policy.hostPID()) {
            fields.add(field(policy, basis, "hostPID", "allowHostPID", "true"));
        }
        if (PolicyLatitudes.allowsVolume(policy, "hostPath")) {
            fields.add(field(policy, basis, "volumes", "allowHostDirVolumePlugin", hostPaths(policy)));
        }
        if (!policy.allowedCapabilities().isEmpty()) {
            fields.add(field(
                    policy,
                    basis,
                    "allowedCapabilities",
                    "allowedCapabilities",
                    String.join(",", policy.allowedCapabilities())));
        }
        if (!policy.defaultAddCapabilities().isEmpty()) {
            fields.add(field(
                    policy,
                    basis,
                    "defaultAddCapabilities",
                    "defaultAddCapabilities",
                    String.join(",", policy.defaultAddCapabilities())));
        }
        return Support.of(fields.add(user(policy, basis)).build());
    }

    static Support claiming(PodPolicy policy, Basis basis) {
        String claims = String.join(",", policy.volumes());
        return Support.of(field(policy, basis, "volumes", "volumes", claims), user(policy, basis));
    }

    static Support plain(PodPolicy policy, Basis basis) {
        return Support.of(user(policy, basis));
    }

    static Support tokens(PodPolicy policy, Basis basis) {
        String volumes = String.join(",", policy.volumes());
        return Support.of(field(policy, basis, "volumes", "volumes", volumes), user(policy, basis));
    }

    private static Evidence user(PodPolicy policy, Basis basis) {
        return field(policy, basis, "runAsUser.rule", "runAsUser.type", policy.userRule());
    }

    private static String hostPaths(PodPolicy policy) {
        if (policy.isConstraints()) {
            return "true";
        }
        return policy.allowedHostPaths().isEmpty()
                ? "hostPath"
                : policy.allowedHostPaths().stream()
                        .map(path -> path.path() + (path.readOnly() ? " (read-only)" : ""))
                        .reduce((one, other) -> one + "," + other)
                        .orElseThrow();
    }

    private static Evidence field(PodPolicy policy, Basis basis, String ofPolicy, String ofConstraints, String value) {
        String name = policy.isConstraints() ? ofConstraints : "spec." + ofPolicy;
        return new Evidence(policy.ref(), name, Printable.of(value, 120), basis);
    }
}
