package dev.postern.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import dev.postern.model.Cluster;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.Gateway;
import dev.postern.model.GatewayRoute;
import dev.postern.model.LabelSelector;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * To which listeners a route of the Gateway API is attached. The route names the Gateway; the listener must have the name
 * and the port that the route asks for, let routes of its kind and namespace attach, and have a host name in common with it.
 * Source: gateway-api, {@code apis/v1/shared_types.go} and {@code gateway_types.go}.
 */
final class Attachments {
    /** More listeners of one Gateway would say the same again. */
    private static final int MAX_LISTENERS = 4;

    /** Which kinds go with which protocol of a listener. */
    private static final ImmutableSetMultimap<String, String> KINDS = ImmutableSetMultimap.<String, String>builder()
            .putAll("HTTP", "HTTPRoute", "GRPCRoute")
            .putAll("HTTPS", "HTTPRoute", "GRPCRoute")
            .putAll("TLS", "TLSRoute", "TCPRoute")
            .putAll("TCP", "TCPRoute")
            .putAll("UDP", "UDPRoute")
            .build();

    /** A listener that a route is attached to, for these reasons. */
    record Attachment(Gateway gateway, Confidence confidence, ImmutableList<Evidence> facts) {}

    private final Cluster cluster;

    Attachments(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The listeners of each parent, the surest first.
     *
     * @param faults told of every parent that the route is not attached to, and why
     */
    List<Attachment> of(GatewayRoute route, Consumer<String> faults) {
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < route.parents().size(); i++) {
            attachments.addAll(to(route, i, faults));
        }
        return attachments;
    }

    private List<Attachment> to(GatewayRoute route, int index, Consumer<String> faults) {
        GatewayRoute.Parent parent = route.parents().get(index);
        String field = "spec.parentRefs[" + index + "]";
        if (!parent.group().equals(Gateway.GROUP) || !parent.kind().equals("Gateway")) {
            // A route of a mesh stands before a Service, inside.
            boolean mesh = parent.group().isEmpty() && parent.kind().equals("Service");
            if (!mesh) {
                faults.accept(field + " names a " + parent.kind() + " of group \"" + parent.group()
                        + "\", which is not followed");
            }
            return List.of();
        }
        ObjectRef name = ObjectRef.of("Gateway", parent.namespace(), parent.name());
        Optional<Gateway> found = cluster.find(Gateway.class, name);
        Optional<String> refusal =
                found.isEmpty() ? Optional.of(", which the input does not hold") : refusal(route, parent, found.get());
        if (refusal.isPresent() || found.isEmpty()) {
            faults.accept(field + " names " + name + refusal.orElse(""));
            return List.of();
        }
        Evidence attached = Evidence.stated(
                route.ref(),
                field,
                name.qualifiedName() + (parent.sectionName().isEmpty() ? "" : "/" + parent.sectionName()));
        List<Attachment> attachments = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < found.get().listeners().size(); i++) {
            listener(route, parent, found.get(), i, attached, reasons::add).ifPresent(attachments::add);
        }
        if (attachments.isEmpty()) {
            faults.accept(field + " names " + name + ", none of whose listeners takes it: "
                    + String.join("; ", reasons.subList(0, Math.min(MAX_LISTENERS, reasons.size()))));
        }
        attachments.sort(Comparator.comparing(Attachment::confidence).reversed());
        return attachments.subList(0, Math.min(MAX_LISTENERS, attachments.size()));
    }

    private static Optional<String> refusal(GatewayRoute route, GatewayRoute.Parent parent, Gateway gateway) {
        Optional<String> fault = GatewayFaults.find(gateway);
        if (fault.isPresent()) {
            return Optional.of(", which the API server refuses (" + fault.get() + ")");
        }
        if (gateway.conditions().getOrDefault("Accepted", "").equals("False")) {
            return Optional.of(", whose controller does not accept it, as its status says");
        }
        return route.refusedBy().contains(parent)
                ? Optional.of(", whose controller does not accept the route, as the route's status says")
                : Optional.empty();
    }

    private Optional<Attachment> listener(
            GatewayRoute route,
            GatewayRoute.Parent parent,
            Gateway gateway,
            int index,
            Evidence attached,
            Consumer<String> reasons) {
        Gateway.Listener listener = gateway.listeners().get(index);
        String field = "spec.listeners[" + index + "]";
        Optional<String> reason = mismatch(route, parent, listener);
        Optional<Namespaces> namespaces = reason.isPresent() ? Optional.empty() : namespaces(route, gateway, index);
        if (reason.isPresent() || namespaces.isEmpty()) {
            reasons.accept(listener.name() + " "
                    + reason.orElse(
                            "lets no routes of namespace " + route.meta().namespace() + " attach"));
            return Optional.empty();
        }
        ImmutableList.Builder<Evidence> facts = ImmutableList.builder();
        facts.add(attached);
        facts.add(Evidence.stated(
                gateway.ref(),
                field,
                listener.name() + " " + listener.protocol() + " " + listener.port()
                        + (listener.hostname().isEmpty() ? "" : " " + listener.hostname())));
        namespaces.get().fact().ifPresent(facts::add);
        Confidence confidence = namespaces.get().confidence();
        if (isOwn(listener.protocol()) && listener.kinds().isEmpty()) {
            confidence = Confidence.POSSIBLE;
            facts.add(Evidence.assumed(
                    gateway.ref(), field + ".protocol", "its controller takes a " + route.kind() + " there"));
        }
        if (!listener.clientCertificate().isEmpty()) {
            confidence = Confidence.POSSIBLE;
            facts.add(Evidence.assumed(
                    gateway.ref(),
                    listener.clientCertificate(),
                    "the client has a certificate that the Gateway takes"));
        }
        return Optional.of(new Attachment(gateway, confidence, facts.build()));
    }

    /** Why the listener is none for that route, whatever its namespace; empty when it is one. */
    private static Optional<String> mismatch(
            GatewayRoute route, GatewayRoute.Parent parent, Gateway.Listener listener) {
        if (!parent.sectionName().isEmpty() && !parent.sectionName().equals(listener.name())) {
            return Optional.of("is not called " + parent.sectionName());
        }
        if (parent.port() != 0 && parent.port() != listener.port()) {
            return Optional.of("is not on port " + parent.port());
        }
        if (!listener.kinds().isEmpty() && !listener.kinds().contains(route.kind())) {
            return Optional.of("takes " + String.join(", ", listener.kinds()) + " only");
        }
        boolean encrypted = listener.passthrough() && route.kind().equals("TCPRoute") && !isOwn(listener.protocol());
        if (encrypted || !isOwn(listener.protocol()) && !KINDS.containsEntry(listener.protocol(), route.kind())) {
            return Optional.of("has protocol \"" + listener.protocol() + "\", which a " + route.kind()
                    + " does not go with" + (encrypted ? " in mode Passthrough" : ""));
        }
        return Hostnames.meet(listener.hostname(), route.hostnames())
                ? Optional.empty()
                : Optional.of("is for " + listener.hostname());
    }

    /** Whether a protocol is a controller's own: those have a domain. */
    private static boolean isOwn(String protocol) {
        return protocol.contains("/");
    }

    /** That routes of a namespace may attach; the fact is empty where it goes without saying. */
    private record Namespaces(Confidence confidence, Optional<Evidence> fact) {}

    private Optional<Namespaces> namespaces(GatewayRoute route, Gateway gateway, int index) {
        Gateway.Listener listener = gateway.listeners().get(index);
        String own = route.meta().namespace();
        String field = "spec.listeners[" + index + "].allowedRoutes.namespaces";
        switch (listener.from()) {
            case "All":
                return Optional.of(new Namespaces(
                        Confidence.CERTAIN, Optional.of(Evidence.stated(gateway.ref(), field + ".from", "All"))));
            case "Same":
                return own.equals(gateway.meta().namespace())
                        ? Optional.of(new Namespaces(Confidence.CERTAIN, Optional.empty()))
                        : Optional.empty();
            case "Selector":
                return listener.selector().flatMap(selector -> selected(own, gateway.ref(), field, selector));
            default:
                return Optional.empty();
        }
    }

    /** Of a namespace that the input does not hold only the label with its name is known. */
    private Optional<Namespaces> selected(String namespace, ObjectRef gateway, String field, LabelSelector selector) {
        Evidence fact = Evidence.stated(gateway, field + ".selector", selector.notation());
        if (selector.matches(Matches.namespaceLabels(cluster, namespace))) {
            return Optional.of(new Namespaces(Confidence.CERTAIN, Optional.of(fact)));
        }
        boolean known = cluster.namespace(namespace).isPresent() || cluster.isComplete("Namespace");
        return known
                        || !named(selector)
                                .matches(Namespace.implied(namespace).meta().labels())
                ? Optional.empty()
                : Optional.of(new Namespaces(
                        Confidence.POSSIBLE,
                        Optional.of(Evidence.assumed(
                                ObjectRef.cluster("Namespace", namespace),
                                "metadata.labels",
                                "they are " + selector.notation()))));
    }

    /** What a selector says about the label that every namespace has. */
    private static LabelSelector named(LabelSelector selector) {
        String name = selector.matchLabels().get(Namespace.NAME_LABEL);
        return new LabelSelector(
                LabelSelector.ofLabels(name == null ? Map.of() : Map.of(Namespace.NAME_LABEL, name))
                        .matchLabels(),
                selector.matchExpressions().stream()
                        .filter(expression -> expression.key().equals(Namespace.NAME_LABEL))
                        .collect(ImmutableList.toImmutableList()));
    }
}
