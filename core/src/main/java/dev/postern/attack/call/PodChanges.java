package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Container;
import dev.postern.model.Pod;
import dev.postern.rbac.UserInfo;
import java.util.Optional;

/** POD_IMAGE_PATCH and POD_EPHEMERAL: what can be changed in a pod that runs. */
final class PodChanges implements CallBuilder {
    private final boolean ephemeral;

    PodChanges(boolean ephemeral) {
        this.ephemeral = ephemeral;
    }

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        String resource = ephemeral ? "pods/ephemeralcontainers" : "pods";
        for (Pod pod : Streams.pods(attempt)) {
            String name = pod.meta().name();
            String url = ApiPath.core(
                    pod.namespace(), "pods", name, (ephemeral ? "/ephemeralcontainers" : "") + "?dryRun=All");
            String body = Json.of(ImmutableMap.of("spec", ephemeral ? debugging() : otherImage(pod)));
            Optional<UserInfo> who = attempt.who("patch", "", resource, pod.namespace(), name);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.patch(who.get(), url, ApiCall.STRATEGIC_MERGE_PATCH, body));
            }
            who = attempt.who("update", "", resource, pod.namespace(), name);
            if (who.isPresent()) {
                return ImmutableList.of(ApiCall.update(who.get(), url, body).ontoCurrent());
            }
        }
        return ImmutableList.of();
    }

    private static ImmutableMap<String, Object> otherImage(Pod pod) {
        String container = pod.spec().containers().stream()
                .filter(one -> one.role() == Container.Role.MAIN)
                .findFirst()
                .orElse(pod.spec().containers().get(0))
                .name();
        return ImmutableMap.of(
                "containers", ImmutableList.of(ImmutableMap.of("name", container, "image", PodSpecs.IMAGE)));
    }

    private static ImmutableMap<String, Object> debugging() {
        return ImmutableMap.of("ephemeralContainers", ImmutableList.of(PodSpecs.harmless(ImmutableMap.of())));
    }
}
