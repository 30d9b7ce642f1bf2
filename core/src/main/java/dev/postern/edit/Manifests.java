package dev.postern.edit;

import dev.postern.model.KubernetesObject;
import dev.postern.model.NetworkPolicy;
import java.util.Map;

/** New objects as YAML. */
final class Manifests {
    private Manifests() {}

    static String of(KubernetesObject object) {
        StringBuilder text = new StringBuilder();
        boolean policy = object instanceof NetworkPolicy;
        text.append("apiVersion: ")
                .append(policy ? "networking.k8s.io/v1" : "v1")
                .append('\n');
        text.append("kind: ").append(object.kind()).append("\nmetadata:\n");
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
        if (object.kind().equals("ServiceAccount")) {
            text.append("automountServiceAccountToken: false\n");
        }
        if (object instanceof NetworkPolicy isolating) {
            text.append("spec:\n  podSelector:\n    matchLabels:\n");
            map(text, isolating.podSelector().matchLabels(), "      ");
            text.append("  policyTypes: [")
                    .append(isolating.isolatesEgress() ? "Egress" : "Ingress")
                    .append("]\n");
            if (!isolating.ingress().isEmpty()) {
                text.append("  ingress:\n    - from:\n        - namespaceSelector: {}\n");
            }
            if (isolating.isolatesEgress()) {
                text.append("  egress:\n    - ports:\n");
                text.append("        - {protocol: UDP, port: 53}\n        - {protocol: TCP, port: 53}\n");
            }
        }
        return text.toString();
    }

    private static void map(StringBuilder text, Map<String, String> entries, String indent) {
        entries.forEach((key, value) -> text.append(indent)
                .append(Yaml.quoted(key))
                .append(": ")
                .append(Yaml.quoted(value))
                .append('\n'));
    }
}
