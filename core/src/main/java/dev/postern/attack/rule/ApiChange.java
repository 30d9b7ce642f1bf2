package dev.postern.attack.rule;

import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;

/**
 * Has requests answered by a server of its own (RB-38): as the server behind an aggregated API, or as the conversion webhook
 * of a custom resource, which sees and rewrites every object of that kind. APIs that the API server serves itself are put
 * back at once. What the programs do that believe such answers is not followed.
 */
final class ApiChange implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("API_CHANGE", "Answer API requests in the API server's place")
            .sentence("{from} may have requests answered by a server of its own through {to}")
            .needs("create on apiservices, or update or patch on one that exists, or update or patch on a"
                    + " CustomResourceDefinition; by a ClusterRoleBinding")
            .attack("T1557", "T1565.002")
            .owasp("K02:2025")
            .nsa("Role-based access control")
            .stop("Remove write access to apiservices and customresourcedefinitions from the role: only installers need"
                    + " it.")
            .audit("create, update or patch on apiservices (apiregistration.k8s.io) or customresourcedefinitions"
                    + " (apiextensions.k8s.io) by anyone who is no installer; where requests go from then on is"
                    + " spec.service of the one, spec.conversion.webhook of the other, in the request body.")
            .references(
                    "https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/",
                    "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion")
            .build();

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        ClusterWrites apis = new ClusterWrites(facts, edges, "apiregistration.k8s.io", "apiservices", "APIService");
        apis.endAtNew();
        apis.endAtChanged();
        new ClusterWrites(facts, edges, "apiextensions.k8s.io", "customresourcedefinitions", "CustomResourceDefinition")
                .endAtChanged();
    }
}
