package dev.postern.edit;

import dev.postern.model.AuthorizationPolicy;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoSelector;
import dev.postern.model.CiliumPolicy;
import dev.postern.model.CiliumSpec;
import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ServiceAccount;
import java.util.Map;

/** New objects as YAML. */
final class Manifests {
    private Manifests() {}

    static String of(KubernetesObject object) {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: ").append(apiVersion(object)).append('\n');
        text.append("kind: ").append(kind(object)).append("\nmetadata:\n");
        text.append("  name: ").append(Yaml.quoted(object.meta().name())).append('\n');
        if (!object.meta().namespace().isEmpty()) {
            text.append("  namespace: ")
                    .append(Yaml.quoted(object.meta().namespace()))
                    .append('\n');
        }
        if (!object.meta().labels().isEmpty()) {
            text.append("  labels:\n");
            map(text, object.meta().labels(), "    ");
        }
        if (object instanceof ServiceAccount) {
            text.append("automountServiceAccountToken: false\n");
        } else if (object instanceof NetworkPolicy policy) {
            isolating(text, policy);
        } else if (object instanceof CalicoPolicy policy) {
            isolating(text, policy);
        } else if (object instanceof CiliumPolicy policy) {
            policy.spec().ifPresent(spec -> isolating(text, spec));
        } else if (object instanceof AuthorizationPolicy policy) {
            // Without rules, it allows nothing.
            text.append("spec:\n  action: ALLOW\n  selector:\n    matchLabels:\n");
            map(text, policy.selector().orElseThrow().matchLabels(), "      ");
        }
        return text.toString();
    }

    private static String apiVersion(KubernetesObject object) {
        if (object instanceof CalicoPolicy) {
            return "projectcalico.org/v3";
        } else if (object instanceof CiliumPolicy) {
            return "cilium.io/v2";
        } else if (object instanceof AuthorizationPolicy) {
            return "security.istio.io/v1";
        }
        return object instanceof NetworkPolicy ? "networking.k8s.io/v1" : "v1";
    }

    /** Without the group that tells kinds of one name apart. */
    private static String kind(KubernetesObject object) {
        return object.kind().split("\\.", 2)[0];
    }

    private static void isolating(StringBuilder text, NetworkPolicy policy) {
        text.append("spec:\n  podSelector:\n    matchLabels:\n");
        map(text, policy.podSelector().matchLabels(), "      ");
        text.append("  policyTypes: [")
                .append(policy.isolatesEgress() ? "Egress" : "Ingress")
                .append("]\n");
        if (!policy.ingress().isEmpty()) {
            text.append("  ingress:\n    - from:\n        - namespaceSelector: {}\n");
        }
        if (policy.isolatesEgress()) {
            text.append("  egress:\n    - ports:\n");
            text.append("        - {protocol: UDP, port: 53}\n        - {protocol: TCP, port: 53}\n");
        }
    }

    private static void isolating(StringBuilder text, CalicoPolicy policy) {
        String selector = policy.selector().map(CalicoSelector::notation).orElseThrow();
        text.append("spec:\n  selector: ").append(Yaml.quoted(selector)).append('\n');
        text.append("  types: [").append(policy.types().get(0)).append("]\n");
        if (!policy.ingress().isEmpty()) {
            text.append("  ingress:\n    - action: Allow\n      source: {namespaceSelector: all()}\n");
        }
        if (!policy.egress().isEmpty()) {
            text.append("  egress:\n");
            text.append("    - {action: Allow, protocol: UDP, destination: {ports: [53]}}\n");
            text.append("    - {action: Allow, protocol: TCP, destination: {ports: [53]}}\n");
        }
    }

    private static void isolating(StringBuilder text, CiliumSpec spec) {
        text.append("spec:\n  endpointSelector:\n    matchLabels:\n");
        map(text, spec.endpointSelector().orElseThrow().matchLabels(), "      ");
        if (spec.ingress().contains(PolicyRules.NOBODY)) {
            text.append("  ingress:\n    - {}\n");
        } else if (!spec.ingress().isEmpty()) {
            text.append("  ingress:\n    - fromEndpoints:\n        - matchExpressions:\n");
            text.append("            - {key: io.kubernetes.pod.namespace, operator: Exists}\n");
        }
        if (!spec.egress().isEmpty()) {
            text.append("  egress:\n    - toPorts:\n        - ports:\n");
            text.append("            - {protocol: UDP, port: \"53\"}\n            - {protocol: TCP, port: \"53\"}\n");
        }
    }

    private static void map(StringBuilder text, Map<String, String> entries, String indent) {
        entries.forEach((key, value) -> text.append(indent)
                .append(Yaml.quoted(key))
                .append(": ")
                .append(Yaml.quoted(value))
                .append('\n'));
    }
}
