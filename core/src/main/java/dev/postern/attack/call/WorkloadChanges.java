package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.model.Container;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** WORKLOAD_PATCH and WORKLOAD_PATCH_SA: another program, account or Secret in the template of a workload. */
final class WorkloadChanges implements CallBuilder {
    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        Set<ObjectRef> makers = makers(attempt);
        for (Workload workload : attempt.facts().cluster().workloads()) {
            boolean there = attempt.to() instanceof Vertex.PodControl
                    ? makers.contains(workload.ref())
                    : workload.meta().namespace().equals(attempt.to().namespace());
            Optional<Map<String, Object>> change = there ? change(attempt.to(), workload) : Optional.empty();
            Optional<ApiCall> call = change.flatMap(spec -> PodMaker.change(attempt, workload, spec));
            if (call.isPresent()) {
                return ImmutableList.of(call.get());
            }
        }
        return ImmutableList.of();
    }

    /** Whatever makes the pods that a step leads to. */
    private static Set<ObjectRef> makers(Attempt attempt) {
        Set<ObjectRef> makers = new HashSet<>();
        for (PodGroup group : attempt.facts().podGroups()) {
            if (group.vertex().equals(attempt.to())) {
                makers.add(group.pod().owner());
                group.pods().forEach(pod -> pod.meta().controller().ifPresent(makers::add));
            }
        }
        return makers;
    }

    private static Optional<Map<String, Object>> change(Vertex to, Workload workload) {
        if (to instanceof Vertex.Identity identity && identity.subject() instanceof Subject.ServiceAccount account) {
            return Optional.of(PodSpecs.withAccount(account.name()));
        }
        if (to instanceof Vertex.SecretRead secret) {
            return Optional.of(PodSpecs.withSecret(secret.name()));
        }
        List<Container> containers = workload.template().spec().containers();
        return containers.stream()
                .filter(one -> one.role() == Container.Role.MAIN)
                .findFirst()
                .<Map<String, Object>>map(one -> ImmutableMap.of(
                        "containers", ImmutableList.of(ImmutableMap.of("name", one.name(), "image", PodSpecs.IMAGE))));
    }
}
