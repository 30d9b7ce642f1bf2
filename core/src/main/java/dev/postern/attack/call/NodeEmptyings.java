package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.Node;
import dev.postern.model.Pod;
import dev.postern.rbac.UserInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** NODE_PATCH: drives the pods off the node on which one of them runs; other nodes are emptied alike. */
final class NodeEmptyings implements CallBuilder {
    private static final String DRY_RUN = "?dryRun=All";
    private static final ImmutableMap<String, Object> TAINT = ImmutableMap.of(
            "spec",
            ImmutableMap.of(
                    "taints",
                    ImmutableList.of(ImmutableMap.of("effect", "NoExecute", "key", "example.com/" + PodSpecs.NAME))));
    private static final ImmutableMap<String, Object> NOT_READY = ImmutableMap.of(
            "status",
            ImmutableMap.of("conditions", ImmutableList.of(ImmutableMap.of("status", "False", "type", "Ready"))));

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        Stream<String> nodes = Stream.concat(
                Streams.pods(attempt).stream().map(Pod::nodeName).flatMap(Optional::stream),
                attempt.facts().cluster().nodes().stream().map(Node::meta).map(meta -> meta.name()));
        return nodes.flatMap(node -> write(attempt, node).stream())
                .findFirst()
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }

    private static Optional<ApiCall> write(Attempt attempt, String node) {
        for (boolean status : List.of(false, true)) {
            String resource = status ? "nodes/status" : "nodes";
            String url = ApiPath.core("", "nodes", node, (status ? "/status" : "") + DRY_RUN);
            String body = Json.of(status ? NOT_READY : TAINT);
            Optional<UserInfo> who = attempt.who("patch", "", resource, "", node);
            if (who.isPresent()) {
                return Optional.of(ApiCall.patch(who.get(), url, ApiCall.STRATEGIC_MERGE_PATCH, body));
            }
            who = attempt.who("update", "", resource, "", node);
            if (who.isPresent()) {
                return Optional.of(ApiCall.update(who.get(), url, body).ontoCurrent());
            }
        }
        return attempt.who("delete", "", "nodes", "", node)
                .map(who -> ApiCall.delete(who, "delete", ApiPath.core("", "nodes", node, DRY_RUN)))
                .or(() -> attempt.who("deletecollection", "", "nodes", "", "")
                        .map(who ->
                                ApiCall.delete(who, "deletecollection", ApiPath.of("", "v1", "", "nodes") + DRY_RUN)));
    }
}
