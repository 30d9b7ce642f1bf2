package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;

/** NODE_IDENTITY, where it starts from the kubelet's user: what the Node authorizer adds. On the node there is no request. */
final class NodeCalls implements CallBuilder {
    private static final String PREFIX = "system:node:";

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        boolean onTheNode = attempt.from().stream().anyMatch(Vertex.NodeControl.class::isInstance);
        if (onTheNode || attempt.actors().isEmpty()) {
            return ImmutableList.of();
        }
        if (attempt.to() instanceof Vertex.Identity identity
                && identity.subject() instanceof Subject.ServiceAccount account) {
            String user = attempt.actors().get(0).user().name();
            return user.startsWith(PREFIX)
                    ? TokenRequests.forPod(attempt, account, user.substring(PREFIX.length()))
                    : ImmutableList.of();
        }
        return new SecretReads().calls(attempt);
    }
}
