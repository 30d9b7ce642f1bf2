package dev.postern.attack.rule;

import static dev.postern.attack.rule.Manifests.cluster;
import static dev.postern.attack.rule.Manifests.grantClusterRole;
import static dev.postern.attack.rule.Manifests.grantEverywhere;
import static dev.postern.attack.rule.Manifests.namespace;
import static dev.postern.attack.rule.Manifests.node;
import static dev.postern.attack.rule.Manifests.ruleIn;
import static dev.postern.attack.rule.Manifests.runningAs;
import static dev.postern.attack.rule.Manifests.secret;
import static dev.postern.attack.rule.Manifests.serviceAccount;
import static dev.postern.attack.rule.TechniqueCase.Kind.NAIVE_ERROR;
import static dev.postern.attack.rule.TechniqueCase.Kind.NEAR_MISS;
import static dev.postern.attack.rule.TechniqueCase.Kind.POSITIVE;
import static dev.postern.attack.rule.TechniqueCase.Kind.RESOURCE_NAMES;
import static dev.postern.attack.rule.TechniqueCase.Kind.WILDCARD;
import static dev.postern.attack.rule.TechniqueCase.Kind.WRONG_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.rule.PodPolicyCases.EdgeTechniques;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebhookMutateTest extends TechniqueCases {
    private static final String CLUSTER = String.join(
            "---\n",
            node("worker-1"),
            serviceAccount("shop", "cart"),
            secret("shop", "db"),
            runningAs("cart", "shop", "web"),
            namespace("shop", "baseline"),
            serviceAccount("empty", "robot"));
    /** What pods of the namespace may use. */
    private static final List<String> USED_IN_SHOP = List.of("sa:shop/cart", "sa:shop/default", "secret:shop/db");

    private static final String API = "admissionregistration.k8s.io";
    private static final String CEL = "policies.kyverno.io";
    private static final String MUTATIONS = "mutations.gatekeeper.sh";
    private static final String WEBHOOK =
            "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\n"
                    + "metadata: {name: injector}\nwebhooks: []\n";

    private static final String KYVERNO =
            "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration,"
                    + " metadata: {name: kyverno-resource-mutating-webhook-cfg}, webhooks: []}\n";

    private static final String MUTATING =
            "{apiVersion: policies.kyverno.io/v1, kind: MutatingPolicy, metadata: {name: labels}, spec: {}}\n";

    /** As a server holds it. */
    private static String definition(String name) {
        return "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: " + name
                + ", uid: 6f1c}}\n";
    }

    private static final String GATEKEEPER = gatekeeper("rules: [{apiGroups: ['*'], apiVersions: ['*'], operations:"
            + " [CREATE, UPDATE], resources: ['*']}], namespaceSelector: {matchExpressions: [{key:"
            + " admission.gatekeeper.sh/ignore, operator: DoesNotExist}]}");

    private static String gatekeeper(String fields) {
        return "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name:"
                + " gatekeeper-mutating-webhook-configuration}, webhooks: [{name: mutation.gatekeeper.sh, clientConfig:"
                + " {service: {name: webhook, namespace: guard}}, " + fields + "}]}\n";
    }

    private static String config(String namespace, String processes) {
        return "{apiVersion: config.gatekeeper.sh/v1alpha1, kind: Config, metadata: {name: config, namespace: "
                + namespace + "}, spec: {match: [{excludedNamespaces: ['sh*'], processes: [" + processes + "]}]}}\n";
    }

    /** As CLUSTER, of the version before policies that change objects. */
    private static final String BEFORE = CLUSTER.replace("v1.36.0", "v1.35.0");

    @Override
    EdgeRule technique() {
        return new WebhookMutate();
    }

    @Override
    ImmutableList<TechniqueCase> cases() {
        return ImmutableList.of(
                TechniqueCase.of(
                                POSITIVE,
                                "a webhook that changes pods reaches what pods of a namespace may use",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "create", "mutatingwebhookconfigurations")))
                        .edges("user:ann", USED_IN_SHOP),
                TechniqueCase.of(
                                POSITIVE,
                                "from 1.36 on a policy and its binding",
                                CLUSTER,
                                grantEverywhere(
                                        "ann",
                                        ruleIn(
                                                API,
                                                "create",
                                                "mutatingadmissionpolicies,mutatingadmissionpolicybindings")))
                        .edges("user:ann", USED_IN_SHOP),
                TechniqueCase.of(
                                POSITIVE,
                                "where a namespace lets escaping pods in, nodes too",
                                CLUSTER.replace("baseline", "privileged"),
                                grantEverywhere("ann", ruleIn(API, "create", "mutatingwebhookconfigurations")))
                        .edges("user:ann", USED_IN_SHOP)
                        .edge("user:ann", "node:worker-1"),
                TechniqueCase.of(
                                POSITIVE,
                                "a policy of Kyverno, but for the namespaces that it leaves out",
                                CLUSTER,
                                KYVERNO,
                                runningAs("dns", "kube-system", "dns"),
                                secret("kube-system", "key"),
                                grantEverywhere("ann", ruleIn("kyverno.io", "create", "clusterpolicies")),
                                grantEverywhere("bob", ruleIn("kyverno.io", "patch", "clusterpolicies", "other")))
                        .edges("user:ann", USED_IN_SHOP)
                        .edges("user:bob", USED_IN_SHOP),
                TechniqueCase.of(
                                POSITIVE,
                                "a mutator of Gatekeeper, where it is sent pods",
                                CLUSTER,
                                GATEKEEPER,
                                "apiVersion: mutations.gatekeeper.sh/v1\nkind: Assign\nmetadata: {name: pull}\n",
                                grantEverywhere("ann", ruleIn(MUTATIONS, "create", "modifyset")),
                                grantEverywhere("bob", ruleIn(MUTATIONS, "patch", "assign", "pull")))
                        .edges("user:ann", USED_IN_SHOP)
                        .edges("user:bob", USED_IN_SHOP),
                TechniqueCase.of(
                                POSITIVE,
                                "a Config of Gatekeeper that leaves out nothing here: another process, or not its own",
                                CLUSTER,
                                GATEKEEPER,
                                config("guard", "webhook"),
                                config("shop", "\"*\""),
                                grantEverywhere("ann", ruleIn(MUTATIONS, "create", "assignimage")))
                        .edges("user:ann", USED_IN_SHOP),
                TechniqueCase.of(
                        NEAR_MISS,
                        "metadata, deleting, and a mutator by a name that is not there",
                        CLUSTER,
                        GATEKEEPER,
                        grantEverywhere(
                                "ann", ruleIn(MUTATIONS, "*", "assignmetadata"), ruleIn(MUTATIONS, "delete", "assign")),
                        grantEverywhere("bob", ruleIn(MUTATIONS, "create", "assign", "mine"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "without its webhook a mutator changes nothing",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn(MUTATIONS, "*", "*"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "nor where its Config leaves the namespace out",
                        CLUSTER,
                        GATEKEEPER,
                        config("guard", "mutation-webhook"),
                        grantEverywhere("ann", ruleIn(MUTATIONS, "create", "assign"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "nor where its webhook is sent other things",
                        CLUSTER,
                        gatekeeper("rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources:"
                                + " [services]}]"),
                        grantEverywhere("ann", ruleIn(MUTATIONS, "create", "assign"))),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "mutators are cluster-scoped",
                        CLUSTER,
                        GATEKEEPER,
                        grantClusterRole("shop", "ann", ruleIn(MUTATIONS, "*", "*"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of Gatekeeper",
                                CLUSTER,
                                GATEKEEPER,
                                grantEverywhere("ann", ruleIn(MUTATIONS, "*", "*")))
                        .edges("user:ann", USED_IN_SHOP),
                TechniqueCase.of(
                                POSITIVE,
                                "one that is written in CEL, a new one or one that is there",
                                CLUSTER,
                                KYVERNO,
                                MUTATING,
                                grantEverywhere("ann", ruleIn(CEL, "create", "mutatingpolicies")),
                                grantEverywhere("bob", ruleIn(CEL, "update", "mutatingpolicies", "labels")))
                        .edges("user:ann", USED_IN_SHOP)
                        .edges("user:bob", USED_IN_SHOP),
                TechniqueCase.of(
                        NEAR_MISS,
                        "other kinds in CEL, those of one namespace, deleting, the other group",
                        CLUSTER,
                        MUTATING,
                        grantEverywhere(
                                "ann", ruleIn(CEL, "*", "validatingpolicies,generatingpolicies,policyexceptions")),
                        grantEverywhere("bob", ruleIn(CEL, "create", "namespacedmutatingpolicies")),
                        grantEverywhere("eve", ruleIn(CEL, "get,delete", "mutatingpolicies")),
                        grantEverywhere("joe", ruleIn("kyverno.io", "*", "mutatingpolicies"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "a version that does not know them, as all definitions of the server show",
                        CLUSTER,
                        KYVERNO,
                        definition("clusterpolicies.kyverno.io"),
                        grantEverywhere("ann", ruleIn(CEL, "*", "mutatingpolicies"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "without Kyverno they change nothing",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn(CEL, "*", "*"))),
                TechniqueCase.of(
                        RESOURCE_NAMES,
                        "a mutating policy of a name, which a create has not",
                        CLUSTER,
                        MUTATING,
                        grantEverywhere("ann", ruleIn(CEL, "create", "mutatingpolicies", "mine"))),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "mutating policies are cluster-scoped",
                        CLUSTER,
                        MUTATING,
                        grantClusterRole("shop", "ann", ruleIn(CEL, "*", "*"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything in CEL",
                                CLUSTER,
                                MUTATING,
                                grantEverywhere("ann", ruleIn(CEL, "*", "*")))
                        .edges("user:ann", USED_IN_SHOP),
                TechniqueCase.of(
                        NEAR_MISS,
                        "without Kyverno there is nobody to follow such a policy",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn("kyverno.io", "create,patch", "clusterpolicies"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "validating changes nothing, half a policy either, nor does deleting",
                        CLUSTER,
                        grantEverywhere(
                                "validates",
                                ruleIn(
                                        API,
                                        "*",
                                        "validatingwebhookconfigurations,validatingadmissionpolicies,validatingadmissionpolicybindings")),
                        grantEverywhere("policy", ruleIn(API, "create", "mutatingadmissionpolicies")),
                        grantEverywhere("binding", ruleIn(API, "create", "mutatingadmissionpolicybindings")),
                        grantEverywhere("deletes", ruleIn(API, "get,list,delete", "mutatingwebhookconfigurations"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "before 1.36 there are no such policies",
                        BEFORE,
                        grantEverywhere(
                                "ann",
                                ruleIn(API, "create", "mutatingadmissionpolicies,mutatingadmissionpolicybindings"))),
                TechniqueCase.of(
                        NEAR_MISS,
                        "there is no webhook to change",
                        CLUSTER,
                        grantEverywhere("ann", ruleIn(API, "update,patch", "mutatingwebhookconfigurations"))),
                TechniqueCase.of(
                                WILDCARD,
                                "everything of the group",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "*", "*")))
                        .edges("user:ann", USED_IN_SHOP),
                TechniqueCase.of(
                                RESOURCE_NAMES,
                                "a named create is none; of a named change the webhook may be there",
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "create", "mutatingwebhookconfigurations", "mine")),
                                grantEverywhere(
                                        "bob", ruleIn(API, "patch", "mutatingwebhookconfigurations", "injector")))
                        .edges("user:bob", USED_IN_SHOP),
                TechniqueCase.of(
                        WRONG_NAMESPACE,
                        "webhooks are cluster-scoped: a RoleBinding gives none",
                        CLUSTER,
                        grantClusterRole("shop", "ann", ruleIn(API, "*", "*"))),
                TechniqueCase.of(
                                NAIVE_ERROR,
                                "patch is enough (a rival looks for create and update only)",
                                CLUSTER,
                                WEBHOOK,
                                grantEverywhere("ann", ruleIn(API, "patch", "mutatingwebhookconfigurations")))
                        .edges("user:ann", USED_IN_SHOP));
    }

    /** Which versions have policies that are written in CEL, the input shows or leaves open. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "by one of them, LIKELY",
        "by its definition, LIKELY",
        "by Kyverno alone, POSSIBLE",
    })
    void mutatingPoliciesAreKnown(String title, String confidence) {
        String shown = title.equals("by one of them")
                ? MUTATING
                : title.equals("by its definition")
                        ? definition("mutatingpolicies.policies.kyverno.io").replace(", uid: 6f1c", "")
                        : KYVERNO;
        assertThat(PodPolicyCases.reach(
                        EdgeTechniques.of("WEBHOOK_MUTATE"),
                        cluster(CLUSTER, shown, grantEverywhere("ann", ruleIn(CEL, "create", "mutatingpolicies"))),
                        "user:ann",
                        "secret:shop/db"::equals))
                .isEqualTo(confidence);
    }

    @Test
    void policyAndBindingMayBeTwoIdentities() {
        assertThat(Closure.of(
                        cluster(
                                CLUSTER,
                                grantEverywhere("ann", ruleIn(API, "create", "mutatingadmissionpolicies")),
                                grantEverywhere("bob", ruleIn(API, "create", "mutatingadmissionpolicybindings"))),
                        "user:ann",
                        "user:bob"))
                .contains("secret:shop/db")
                .doesNotContain("sa:empty/robot");
    }
}
