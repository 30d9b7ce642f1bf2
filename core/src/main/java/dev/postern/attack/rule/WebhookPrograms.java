package dev.postern.attack.rule;

import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Vertex;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.ObjectRef;
import dev.postern.model.Outcome;
import dev.postern.model.Protocol;
import dev.postern.model.Service;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import dev.postern.network.ServiceTarget;
import dev.postern.podsecurity.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The containers that answer for one webhook: behind its Service, on its port. */
final class WebhookPrograms {
    /** @param dialled whether the API server finds the pod through the Service */
    private record Program(PodGroup group, int port, Decision dialled, Support support) {}

    private final Facts facts;
    private final Edges edges;
    private final List<Program> programs = new ArrayList<>();

    WebhookPrograms(Facts facts, Edges edges, Webhook webhook) {
        this.facts = facts;
        this.edges = edges;
        Optional<Service> service =
                webhook.webhook().service().flatMap(ref -> facts.cluster().find(Service.class, ref));
        service.ifPresent(found -> find(webhook, found));
    }

    private void find(Webhook webhook, Service service) {
        Decision dialled = facts.network().apiServerDials(service);
        if (dialled.outcome() == Outcome.DENIED) {
            return;
        }
        int port = webhook.webhook().port();
        Support named =
                Support.of(webhook.stated("clientConfig.service", service.ref().qualifiedName() + ":" + port));
        for (ServiceTarget target : facts.network().targets(service, facts::group)) {
            boolean meant =
                    target.servicePort().port() == port && target.servicePort().protocol() == Protocol.TCP;
            facts.group(target.pod())
                    .filter(group -> meant)
                    .ifPresent(group ->
                            programs.add(new Program(group, target.port(), dialled, named.and(target.support()))));
        }
    }

    boolean exist() {
        return !programs.isEmpty();
    }

    /** Adds that whoever controls one of them gets to {@code hub}. */
    void leadTo(Vertex hub) {
        for (Program program : programs) {
            List<Container> running = program.group().containers().stream()
                    .filter(container -> container.role() != Container.Role.INIT)
                    .toList();
            String listening = listening(program);
            for (Container container : running) {
                if (listening.isEmpty() || listening.equals(container.name())) {
                    boolean sure = running.size() == 1 || !listening.isEmpty();
                    add(program, container, sure, hub);
                }
            }
        }
    }

    /** The container that says the port is its own, because it alone has the key; empty if none says so. */
    private String listening(Program program) {
        return facts.listeners(program.group()).stream()
                .filter(listener -> listener.protocol() == Protocol.TCP && listener.port() == program.port())
                .map(Listener::container)
                .findFirst()
                .orElse("");
    }

    private void add(Program program, Container container, boolean sure, Vertex hub) {
        ObjectRef pod = program.group().pod().object();
        Decision reached = facts.apiServerReaches(program.group(), Protocol.TCP, program.port());
        Support support = program.support();
        Edges.Edge edge = edges.silent(program.group().container(container), hub);
        for (Decision decision : List.of(program.dialled(), reached)) {
            support = decision.supports().isEmpty()
                    ? support
                    : support.and(decision.supports().get(0));
            edge = decision.isAllowed() ? edge : edge.provided(pod, decision.missing());
        }
        if (!sure) {
            edge = edge.provided(pod, container.name() + " is the container that listens on port " + program.port());
        }
        edge.because(support);
    }
}
