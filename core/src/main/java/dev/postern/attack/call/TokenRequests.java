package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Pod;
import dev.postern.model.Subject;
import dev.postern.rbac.UserInfo;
import java.util.Map;
import java.util.Optional;

/** SA_TOKEN_REQUEST, and what the Node authorizer lets a kubelet do for its pods. */
final class TokenRequests implements CallBuilder {
    private static final int AN_HOUR = 3600;

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof Vertex.Identity identity)
                || !(identity.subject() instanceof Subject.ServiceAccount account)) {
            return ImmutableList.of();
        }
        return attempt.who("create", "", "serviceaccounts/token", account.namespace(), account.name())
                .map(who -> request(who, account, ImmutableMap.of()))
                .map(call -> AccountCreations.before(attempt, account, ImmutableList.of(call)))
                .orElse(ImmutableList.of());
    }

    /** A token bound to a pod, as kubelets ask for it. */
    static ImmutableList<ApiCall> forPod(Attempt attempt, Subject.ServiceAccount account, String node) {
        Optional<UserInfo> who =
                attempt.who("create", "", "serviceaccounts/token", account.namespace(), account.name());
        Optional<Pod> pod = attempt.facts().cluster().pods().stream()
                .filter(one -> one.serviceAccount().equals(account)
                        && one.nodeName().equals(Optional.of(node))
                        && !one.virtual())
                .findFirst();
        if (who.isEmpty() || pod.isEmpty()) {
            return ImmutableList.of();
        }
        Map<String, Object> bound = ImmutableMap.of(
                "apiVersion", "v1", "kind", "Pod", "name", pod.get().meta().name());
        return ImmutableList.of(request(who.get(), account, ImmutableMap.of("boundObjectRef", bound)));
    }

    private static ApiCall request(UserInfo who, Subject.ServiceAccount account, Map<String, Object> more) {
        Map<String, Object> spec = ImmutableMap.<String, Object>builder()
                .put("expirationSeconds", AN_HOUR)
                .putAll(more)
                .buildOrThrow();
        String body = Json.of(
                ImmutableMap.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", spec));
        return ApiCall.create(
                who, ApiPath.core(account.namespace(), "serviceaccounts", account.name(), "/token"), body);
    }
}
