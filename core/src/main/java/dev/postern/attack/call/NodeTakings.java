package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Workload;
import dev.postern.rbac.UserInfo;
import java.util.Map;
import java.util.Optional;

/** WORKLOAD_ESCAPE and NS_PSA_BYPASS: a privileged pod where admission lets it in, or where it is made to. */
final class NodeTakings implements CallBuilder {
    private static final String BODY = Json.of(ImmutableMap.of(
            "metadata",
            ImmutableMap.of("labels", ImmutableMap.of("pod-security.kubernetes.io/enforce", "privileged"))));

    private final boolean opening;

    NodeTakings(boolean opening) {
        this.opening = opening;
    }

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        Optional<String> node =
                attempt.to() instanceof Vertex.NodeControl control ? Optional.of(control.name()) : Optional.empty();
        for (String namespace : attempt.facts().namespaces()) {
            boolean open = isOpen(attempt, namespace);
            if (open != opening) {
                Optional<ApiCall> pod = PodMaker.create(attempt, namespace, PodSpecs.takingNode(node));
                Optional<ApiCall> label = open ? Optional.empty() : label(attempt, namespace);
                if (pod.isPresent() && (open || label.isPresent())) {
                    return ImmutableList.<ApiCall>builder()
                            .addAll(label.stream().iterator())
                            .add(pod.get())
                            .build();
                }
            }
        }
        return changes(attempt, node);
    }

    private static boolean isOpen(Attempt attempt, String namespace) {
        return !attempt.facts().podSecurity().admission(namespace).openTo().isEmpty();
    }

    private ImmutableList<ApiCall> changes(Attempt attempt, Optional<String> node) {
        Map<String, Object> spec = PodSpecs.takingNode(node);
        for (Workload workload : attempt.facts().cluster().workloads()) {
            String namespace = workload.meta().namespace();
            if (isOpen(attempt, namespace) != opening) {
                Optional<ApiCall> change = PodMaker.change(attempt, workload, spec);
                Optional<ApiCall> label = opening ? label(attempt, namespace) : Optional.empty();
                if (change.isPresent() && (!opening || label.isPresent())) {
                    return ImmutableList.<ApiCall>builder()
                            .addAll(label.stream().iterator())
                            .add(change.get())
                            .build();
                }
            }
        }
        return ImmutableList.of();
    }

    /** A Namespace's labels are written with the object, with its status and with its finalizers alike. */
    private static Optional<ApiCall> label(Attempt attempt, String namespace) {
        for (String part : ImmutableList.of("", "/status", "/finalize")) {
            String url = "/api/v1/namespaces/" + ApiPath.encoded(namespace) + part;
            Optional<UserInfo> who = part.equals("/finalize")
                    ? Optional.empty()
                    : attempt.who("patch", "", "namespaces" + part, "", namespace);
            if (who.isPresent()) {
                return Optional.of(
                        ApiCall.patch(who.get(), url, ApiCall.MERGE_PATCH, BODY).lastingly());
            }
            who = attempt.who("update", "", "namespaces" + part, "", namespace);
            if (who.isPresent()) {
                return Optional.of(
                        ApiCall.update(who.get(), url, BODY).ontoCurrent().lastingly());
            }
        }
        return Optional.empty();
    }
}
