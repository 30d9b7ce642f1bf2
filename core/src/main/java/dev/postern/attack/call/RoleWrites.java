package dev.postern.attack.call;

import static dev.postern.attack.call.Attempt.RBAC;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.ObjectRef;
import dev.postern.model.RoleBinding;
import dev.postern.model.Subject;
import dev.postern.model.SubjectEntry;
import dev.postern.rbac.Grant;
import dev.postern.rbac.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests by which one actor writes roles and binds itself to them: each is there only if the actor may make it. */
final class RoleWrites {
    private static final ImmutableList<String> ALL = ImmutableList.of("*");
    private static final String VERSION = "v1";

    /** Every right there is. */
    static final ImmutableList<Object> EVERYTHING =
            ImmutableList.of(ImmutableMap.of("apiGroups", ALL, "resources", ALL, "verbs", ALL));

    private final Attempt attempt;
    private final Actor actor;

    RoleWrites(Attempt attempt, Actor actor) {
        this.attempt = attempt;
        this.actor = actor;
    }

    /** Replaces the rules of a role that exists, also of an aggregated one. */
    Optional<ApiCall> rewrite(ObjectRef role, ImmutableList<Object> rules) {
        String resource = roles(role);
        if (!rules.isEmpty() && !may("escalate", resource, role.namespace(), role.name())) {
            return Optional.empty();
        }
        String url = url(role.namespace(), resource) + "/" + ApiPath.encoded(role.name());
        if (may("patch", resource, role.namespace(), role.name())) {
            // A ClusterRole that stays aggregated gets its own rules back from the controller.
            Map<String, Object> body = role.namespace().isEmpty()
                    ? ImmutableMap.of("aggregationRule", Json.Nothing.NULL, "rules", rules)
                    : ImmutableMap.of("rules", rules);
            return Optional.of(ApiCall.patch(actor.user(), url, ApiCall.MERGE_PATCH, Json.of(body))
                    .lastingly());
        }
        return may("update", resource, role.namespace(), role.name())
                ? Optional.of(ApiCall.update(actor.user(), url, Json.of(role(role, rules, ImmutableMap.of())))
                        .lastingly())
                : Optional.empty();
    }

    /** Creates a role; with rules that the actor may not hold unless they are none. */
    Optional<ApiCall> create(ObjectRef role, ImmutableList<Object> rules, Map<String, String> labels) {
        String resource = roles(role);
        boolean posts = may("create", resource, role.namespace(), "")
                && (rules.isEmpty() || may("escalate", resource, role.namespace(), ""));
        boolean applies = mayApply(resource, role.namespace(), role.name())
                && (rules.isEmpty() || may("escalate", resource, role.namespace(), role.name()));
        return posts || applies
                ? Optional.of(new Creator(actor.user(), posts ? Optional.empty() : Optional.of(role.name()))
                        .lastingly(url(role.namespace(), resource), role(role, rules, labels)))
                : Optional.empty();
    }

    private boolean mayApply(String resource, String namespace, String name) {
        return may("create", resource, namespace, name) && may("patch", resource, namespace, name);
    }

    /** Creates a binding by a POST, or by an apply under a name that no binding has. */
    private Optional<Creator> binder(Grant grant) {
        String kind = grant.scope().isClusterWide() ? "ClusterRoleBinding" : "RoleBinding";
        return attempt.by(actor).creator(RBAC, bindings(grant), kind, namespace(grant), name -> true);
    }

    /** Binds the actor to a role by a new binding; {@code empty}: to a role without rules, which everybody covers. */
    Optional<ApiCall> bind(Grant grant, boolean empty) {
        String namespace = namespace(grant);
        Optional<Creator> creator = binder(grant);
        if (creator.isEmpty() || !(empty || mayBind(grant))) {
            return Optional.empty();
        }
        Map<String, Object> body = ImmutableMap.of(
                "apiVersion", RBAC + "/" + VERSION,
                "kind", namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding",
                "metadata", PodSpecs.metadata(namespace),
                "roleRef", roleRef(grant.role()),
                "subjects", ImmutableList.of(subject(actor.subject())));
        return Optional.of(creator.get().lastingly(url(namespace, bindings(grant)), body));
    }

    /** Adds the actor to a binding of the role that there is. */
    Optional<ApiCall> join(Grant grant, boolean empty) {
        return attempt.facts().rbac().bindingsOf(grant).stream()
                .flatMap(binding -> join(grant, empty, binding).stream())
                .findFirst();
    }

    private Optional<ApiCall> join(Grant grant, boolean empty, RoleBinding binding) {
        String namespace = namespace(grant);
        String name = binding.meta().name();
        String url = url(namespace, bindings(grant)) + "/" + ApiPath.encoded(name);
        if (!empty && !mayBind(grant)) {
            return Optional.empty();
        }
        List<Object> subjects = new ArrayList<>();
        for (SubjectEntry entry : binding.subjects()) {
            subjects.add(subject(entry));
        }
        subjects.add(subject(actor.subject()));
        Map<String, Object> body = ImmutableMap.of("subjects", ImmutableList.copyOf(subjects));
        if (may("patch", bindings(grant), namespace, name)) {
            return Optional.of(ApiCall.patch(actor.user(), url, ApiCall.MERGE_PATCH, Json.of(body))
                    .lastingly());
        }
        return may("update", bindings(grant), namespace, name)
                ? Optional.of(ApiCall.update(actor.user(), url, Json.of(body))
                        .ontoCurrent()
                        .lastingly())
                : Optional.empty();
    }

    private boolean mayBind(Grant grant) {
        return may("bind", roles(grant.role()), namespace(grant), grant.role().name());
    }

    private boolean may(String verb, String resource, String namespace, String name) {
        return attempt.may(actor, verb, RBAC, resource, namespace, name);
    }

    private static ImmutableMap<String, Object> role(
            ObjectRef role, ImmutableList<Object> rules, Map<String, String> labels) {
        return ImmutableMap.of(
                "apiVersion",
                RBAC + "/" + VERSION,
                "kind",
                role.kind(),
                "metadata",
                metadata(role.namespace(), role.name(), labels),
                "rules",
                rules);
    }

    private static Map<String, Object> metadata(String namespace, String name, Map<String, String> labels) {
        ImmutableMap.Builder<String, Object> metadata =
                ImmutableMap.<String, Object>builder().put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        if (!labels.isEmpty()) {
            metadata.put("labels", labels);
        }
        return metadata.buildOrThrow();
    }

    private static Map<String, Object> roleRef(ObjectRef role) {
        return ImmutableMap.of("apiGroup", RBAC, "kind", role.kind(), "name", role.name());
    }

    private static Map<String, Object> subject(Subject subject) {
        return subject instanceof Subject.ServiceAccount account
                ? ImmutableMap.of("kind", "ServiceAccount", "name", account.name(), "namespace", account.namespace())
                : ImmutableMap.of("apiGroup", RBAC, "kind", subject.kind(), "name", subject.principal());
    }

    private static Map<String, Object> subject(SubjectEntry entry) {
        ImmutableMap.Builder<String, Object> map =
                ImmutableMap.<String, Object>builder().put("kind", entry.kind()).put("name", entry.name());
        return (entry.kind().equals("ServiceAccount")
                        ? (entry.namespace().isEmpty() ? map : map.put("namespace", entry.namespace()))
                        : map.put("apiGroup", RBAC))
                .buildOrThrow();
    }

    private static String roles(ObjectRef role) {
        return role.kind().equals("ClusterRole") ? "clusterroles" : "roles";
    }

    private static String bindings(Grant grant) {
        return grant.scope().isClusterWide() ? "clusterrolebindings" : "rolebindings";
    }

    private static String namespace(Grant grant) {
        Scope scope = grant.scope();
        return scope.isClusterWide() ? "" : scope.namespace();
    }

    private static String url(String namespace, String resource) {
        return ApiPath.of(RBAC, VERSION, namespace, resource);
    }
}
