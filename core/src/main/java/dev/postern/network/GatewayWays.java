package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.GatewayRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The ways in that routes of the Gateway API open: Gateway, listener, route, rule, Service, pod. */
final class GatewayWays {
    private final Attachments attachments;
    private final GatewayBackends backends;
    private final GatewayReach reach;

    GatewayWays(Attachments attachments, GatewayBackends backends, GatewayReach reach) {
        this.attachments = attachments;
        this.backends = backends;
        this.reach = reach;
    }

    List<Forward> of(GatewayRoute route) {
        Consumer<String> ignored = fault -> {};
        if (GatewayFaults.find(route).isPresent()) {
            return List.of();
        }
        List<Forward> forwards = new ArrayList<>();
        List<GatewayBackends.Target> targets = backends.of(route, ignored);
        for (Attachments.Attachment attachment : attachments.of(route, ignored)) {
            for (GatewayReach.Reach way : reach.of(attachment.gateway())) {
                targets.forEach(target -> forwards.add(forward(route, attachment, way, target)));
            }
        }
        return forwards;
    }

    private static Forward forward(
            GatewayRoute route,
            Attachments.Attachment attachment,
            GatewayReach.Reach reach,
            GatewayBackends.Target target) {
        ImmutableList<Evidence> facts = ImmutableList.<Evidence>builder()
                .addAll(target.facts())
                .addAll(attachment.facts())
                .addAll(reach.facts())
                .build();
        Confidence confidence = attachment.confidence().and(reach.confidence());
        Way way = new Way(
                route.ref(),
                "Gateway",
                target.guarded() ? Confidence.POSSIBLE : confidence,
                facts,
                PublicAddresses.ALL,
                false);
        return new Forward(
                way, target.field(), target.service(), target.portIndex(), 0, reach.senders(), reach.unknownSource());
    }
}
