package dev.postern.replay;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.KubernetesObject;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import dev.postern.model.Subject;
import dev.postern.rbac.AccessReview;
import dev.postern.rbac.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random questions about a cluster, the same ones for the same seed: half of them near a rule that some role has, so that
 * many are allowed and many are near misses.
 */
final class RandomReviews {
    private static final List<String> VERBS = List.of(
            "get",
            "list",
            "watch",
            "create",
            "update",
            "patch",
            "delete",
            "deletecollection",
            "impersonate",
            "bind",
            "escalate",
            "use",
            "approve",
            "sign",
            "*",
            "GET");
    private static final List<String> RESOURCES = List.of(
            "pods",
            "pods/exec",
            "pods/log",
            "pods/ephemeralcontainers",
            "pods/status",
            "secrets",
            "configmaps",
            "serviceaccounts",
            "serviceaccounts/token",
            "nodes",
            "nodes/proxy",
            "nodes/status",
            "namespaces",
            "namespaces/finalize",
            "persistentvolumes",
            "persistentvolumeclaims",
            "services/proxy",
            "users",
            "groups",
            "events",
            "*",
            "*/*",
            "pods/*");
    private static final List<String> GROUPS =
            List.of("", "apps", "batch", "rbac.authorization.k8s.io", "*", "example.org");
    private static final List<String> URLS = List.of(
            "/healthz", "/healthz/etcd", "/metrics", "/version", "/api", "/apis/apps", "/openapi/v2", "/logs", "/");

    private final Random random;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<PolicyRule> rules = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private final List<KubernetesObject> objects = new ArrayList<>();

    RandomReviews(Cluster cluster, Set<Subject> bound, long seed) {
        this.random = new Random(seed);
        Set<Subject> all = new LinkedHashSet<>(bound);
        cluster.serviceAccounts().forEach(account -> all.add(account.subject()));
        cluster.nodes()
                .forEach(node ->
                        all.add(Subject.user("system:node:" + node.meta().name())));
        all.add(Subject.user("nobody"));
        all.add(Subject.user("system:anonymous"));
        all.add(Subject.user("system:node:no-such-node"));
        subjects.addAll(all);
        cluster.roles().stream().map(Role::rules).forEach(rules::addAll);
        cluster.namespaces()
                .forEach(namespace -> namespaces.add(namespace.meta().name()));
        namespaces.add("no-such-namespace");
        namespaces.add("");
        objects.addAll(cluster.secrets());
        objects.addAll(cluster.configMaps());
        objects.addAll(cluster.serviceAccounts());
        objects.addAll(cluster.nodes());
        objects.addAll(cluster.roles());
        objects.addAll(cluster.namespaces());
    }

    AccessReview next() {
        AccessReview review = AccessReview.of(user());
        if (random.nextInt(12) == 0) {
            return review.verb(random.nextBoolean() ? "get" : one(List.of("post", "*")))
                    .path(url());
        }
        boolean near = random.nextBoolean();
        PolicyRule rule = one(rules);
        review = review.verb(near ? oneOr(rule.verbs(), VERBS) : one(VERBS))
                .group(near ? oneOr(rule.apiGroups(), GROUPS) : one(GROUPS))
                .resource(near ? oneOr(rule.resources(), RESOURCES) : one(RESOURCES))
                .in(one(namespaces));
        switch (random.nextInt(4)) {
            case 0:
                return review;
            case 1:
                return review.named(oneOr(rule.resourceNames(), List.of("no-such-object")));
            default:
                KubernetesObject object = one(objects);
                String namespace = object.meta().namespace();
                return (namespace.isEmpty() ? review : review.in(namespace))
                        .named(object.meta().name());
        }
    }

    private UserInfo user() {
        Subject subject = one(subjects);
        UserInfo user = UserInfo.of(subject);
        return user.name().isEmpty() ? UserInfo.of("somebody", user.groups()) : user;
    }

    private String url() {
        PolicyRule rule = one(rules);
        String url = oneOr(rule.nonResourceURLs(), URLS);
        return url.startsWith("/") ? url.replace("*", "x") : "/" + url.replace("*", "x");
    }

    private String oneOr(ImmutableList<String> some, List<String> others) {
        return some.isEmpty() || random.nextInt(8) == 0 ? one(others) : one(some);
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
