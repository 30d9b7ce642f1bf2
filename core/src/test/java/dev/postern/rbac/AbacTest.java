package dev.postern.rbac;

import static dev.postern.model.Subject.group;
import static dev.postern.model.Subject.serviceAccount;
import static dev.postern.model.Subject.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Cluster;
import dev.postern.model.Diagnostic;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of the ABAC authorizer, E23. */
class AbacTest {
    /** A policy from {@code field=value} words; of version 0 if the first word says so. */
    private static AbacPolicy policy(String name, String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String word : text.split(" ")) {
            int equals = word.indexOf('=');
            fields.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "true" : word.substring(equals + 1));
        }
        return new AbacPolicy(
                ObjectMeta.of("", name),
                fields.containsKey("v0"),
                fields.getOrDefault("user", ""),
                fields.getOrDefault("group", ""),
                fields.containsKey("readonly"),
                fields.getOrDefault("apiGroup", ""),
                fields.getOrDefault("resource", ""),
                fields.getOrDefault("namespace", ""),
                fields.getOrDefault("path", ""));
    }

    private static Rbac rbac(String... policies) {
        Cluster.Builder builder = Cluster.builder();
        for (int i = 0; i < policies.length; i++) {
            builder.add(policy("policies.jsonl#" + (i + 1), policies[i]));
        }
        return Rbac.of(builder.build(), RbacOptions.DEFAULT.withoutBuiltInRoles());
    }

    private static boolean may(Rbac rbac, UserInfo user, String verb, String resource, String namespace) {
        int slash = resource.indexOf(':');
        AccessReview review = AccessReview.of(user)
                .verb(verb)
                .group(slash < 0 ? "" : resource.substring(0, slash))
                .resource(resource.substring(slash + 1))
                .in(namespace);
        boolean allowed = rbac.decideByAbac(review).isAllowed();
        assertThat(rbac.decide(review).isAllowed()).as("the union").isEqualTo(allowed);
        return allowed;
    }

    @ParameterizedTest
    @CsvSource({
        "user=alice, alice, dev, true",
        "user=alice, Alice, dev, false",
        "user=alice, alice2, dev, false",
        "group=dev, alice, dev, true",
        "group=dev, alice, ops, false",
        "user=alice group=dev, alice, dev, true",
        "user=alice group=dev, alice, ops, false",
        "user=alice group=dev, bob, dev, false",
        "'', alice, dev, false",
        "user=*, alice, dev, false",
        "user=*, alice, system:authenticated, true",
        "group=*, alice, system:authenticated, true",
        "group=*, system:anonymous, system:unauthenticated, false",
        "v0, alice, system:authenticated, true",
        "v0, alice, dev, false",
        "v0 user=*, system:anonymous, system:unauthenticated, false",
        "v0 user=alice group=dev, alice, ops, false",
        "v0 user=alice group=dev, alice, dev, true",
    })
    void e23AUserAndAGroupMustBothMatchAndOneMustBeNamed(String subject, String name, String group, boolean allowed) {
        Rbac rbac = rbac(subject + " resource=* namespace=* apiGroup=*");
        assertThat(may(rbac, UserInfo.of(name, List.of(group)), "get", "pods", "n"))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"user=alice group=*", "user=* group=dev", "v0 user=alice group=*"})
    void e23AStarDropsTheNameBesideIt(String subject) {
        Rbac rbac = rbac(subject + " resource=* namespace=* apiGroup=*");
        assertThat(may(rbac, UserInfo.of("carol", List.of("system:authenticated")), "get", "pods", "n"))
                .isTrue();
        assertThat(rbac.diagnostics()).extracting(Diagnostic::code).containsExactly("abac-everybody");
    }

    @ParameterizedTest
    @CsvSource({
        "resource=pods namespace=n, get, pods, n, true",
        "resource=pods namespace=n, delete, pods, n, true",
        "resource=pods namespace=n, get, pods, m, false",
        "resource=pods namespace=n, get, pods, '', false",
        "resource=pods namespace=*, get, pods, '', true",
        "resource=pods, get, pods, '', true",
        "resource=pods, get, pods, n, false",
        "resource=pods namespace=n, get, secrets, n, false",
        "resource=pods namespace=n, create, pods/exec, n, true",
        "resource=pods/exec namespace=n, create, pods/exec, n, false",
        "resource=pods namespace=n, get, apps:pods, n, false",
        "resource=* namespace=n, get, apps:deployments, n, false",
        "resource=* namespace=n apiGroup=*, get, apps:deployments, n, true",
        "resource=* namespace=n apiGroup=apps, get, apps:deployments, n, true",
        "resource=* namespace=n apiGroup=apps, get, pods, n, false",
        "readonly resource=pods namespace=n, get, pods, n, true",
        "readonly resource=pods namespace=n, list, pods, n, true",
        "readonly resource=pods namespace=n, watch, pods, n, true",
        "readonly resource=pods namespace=n, delete, pods, n, false",
        "readonly resource=pods namespace=n, get, pods/exec, n, true",
        "namespace=n, get, pods, n, false",
        "v0 namespace=n, delete, apps:deployments, n, true",
        "v0 namespace=n, delete, apps:deployments, m, false",
        "v0 resource=pods, get, pods, n, true",
        "v0 resource=pods, get, pods, '', true",
        "v0 resource=pods, get, secrets, n, false",
        "v0 resource=pods apiGroup=apps, get, pods, n, true",
    })
    void e23ResourcesNamespacesAndGroupsAreExactOrAStar(
            String rest, String verb, String resource, String namespace, boolean allowed) {
        Rbac rbac = rbac("user=alice " + rest);
        assertThat(may(rbac, UserInfo.of("alice", List.of()), verb, resource, namespace))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "path=*, get, /x, true",
        "path=/api, get, /api, true",
        "path=/api, get, /apis, false",
        "path=/root/*, get, /root, false",
        "path=/root/*, get, /root/a/b, true",
        "path=/root*, get, /rooted, true",
        "readonly path=/api, get, /api, true",
        "readonly path=/api, post, /api, false",
        "resource=* namespace=* apiGroup=*, get, /api, false",
        "v0, post, /api, true",
        "v0 namespace=n, get, /api, false",
        "v0 resource=pods, get, /api, false",
    })
    void e23UrlsAreExactOrPrefixes(String rest, String verb, String path, boolean allowed) {
        AccessReview review = AccessReview.of("alice", List.of("system:authenticated"))
                .verb(verb)
                .path(path);
        String subject = rest.startsWith("v0") ? rest + " user=alice" : "user=alice " + rest;
        assertThat(rbac(subject).decideByAbac(review).isAllowed()).isEqualTo(allowed);
    }

    @Test
    void e23AnUrlPolicyAllowsNoResource() {
        assertThat(may(rbac("user=alice path=*"), UserInfo.of("alice", List.of()), "get", "pods", "n"))
                .isFalse();
    }

    @Test
    void e23APolicyForAServiceAccountNamesItsUser() {
        Rbac rbac = rbac("user=system:serviceaccount:shop:cart resource=* namespace=* apiGroup=*");
        assertThat(may(rbac, UserInfo.of(serviceAccount("shop", "cart")), "get", "secrets", "n"))
                .isTrue();
        assertThat(rbac.subjects()).containsExactly(serviceAccount("shop", "cart"));
        assertThat(rbac.clusterAdminGrants()).isNotEmpty();
    }

    @Test
    void e23EveryPolicyThatAllowsIsAReason() {
        AccessReview get = AccessReview.of(user("alice"))
                .verb("get")
                .resource("pods")
                .in("n")
                .named("x");
        assertThat(rbac(
                                "user=alice resource=pods namespace=n",
                                "group=system:authenticated readonly resource=* namespace=*")
                        .decide(get)
                        .evidence())
                .containsExactly(
                        Evidence.stated(
                                ObjectRef.cluster("Policy", "policies.jsonl#1"),
                                "spec",
                                "user alice: pods of namespace n"),
                        Evidence.stated(
                                ObjectRef.cluster("Policy", "policies.jsonl#2"),
                                "spec",
                                "group system:authenticated: read * of namespace *"));
    }

    @Test
    void e23WhoeverIsAllowedEverythingHoldsAGrantOfEverything() {
        Rbac rbac = rbac(
                "user=alice resource=* namespace=* apiGroup=*",
                "group=ops resource=* namespace=fronto apiGroup=*",
                "v0 user=bob",
                "user=n1 group=system:nodes resource=* namespace=* apiGroup=*",
                "user=system:node:n1 group=system:nodes resource=* namespace=* apiGroup=*",
                "user=carol readonly resource=* namespace=* apiGroup=*",
                "user=dave resource=* namespace=*",
                "user=erin resource=* apiGroup=*");
        assertThat(rbac.holdings())
                .extracting(Holding::subject, Holding::grant)
                .containsExactlyInAnyOrder(
                        tuple(group("system:masters"), Grant.everything(Scope.CLUSTER)),
                        tuple(user("alice"), Grant.everything(Scope.CLUSTER)),
                        tuple(user("bob"), Grant.everything(Scope.CLUSTER)),
                        tuple(user("system:node:n1"), Grant.everything(Scope.CLUSTER)),
                        tuple(group("ops"), Grant.everything(Scope.namespace("fronto"))));
        assertThat(rbac.namespaceAdminGrants())
                .extracting(Permit::grant)
                .containsExactly(Grant.everything(Scope.namespace("fronto")));
        assertThat(rbac.diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("abac-partial", "abac-partial", "abac-partial", "abac-partial");
    }

    @Test
    void e23APolicyForNobodyIsReported() {
        assertThat(rbac("resource=* namespace=* apiGroup=*").diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("abac-nobody");
        assertThat(rbac("resource=* namespace=* apiGroup=*").holdings()).hasSize(1);
    }

    @Test
    void e23AbacGivesNoRulesToCoverOthersWith() {
        Rbac rbac = rbac("user=alice resource=* namespace=* apiGroup=*");
        UserInfo alice = UserInfo.of(user("alice"));
        assertThat(rbac.rulesFor(alice, "")).isEmpty();
        assertThat(rbac.missing(alice, "", ImmutableList.of(Worlds.everything())))
                .isNotEmpty();
    }
}
