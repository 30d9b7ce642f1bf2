package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.PodGroup;
import dev.postern.attack.Surroundings;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.PortReach;
import dev.postern.attack.rule.Consoles.Found;
import dev.postern.model.Confidence;
import dev.postern.model.Decision;
import dev.postern.model.Outcome;
import dev.postern.model.Pod;
import dev.postern.model.Protocol;
import dev.postern.model.Support;
import dev.postern.network.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Uses a program that is made to be operated through its port and asks nobody who they are: a dashboard, a workflow server,
 * a daemon. Which programs those are, when they ask, and what they give is the table {@code programs.txt}.
 *
 * <p>A program that acts for whoever asks reaches the API server from its own pod, with its own token; where the attacker
 * stands does not matter, as long as the port can be reached.
 */
final class OpenConsole implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("OPEN_CONSOLE", "Use a program that asks for no credentials")
            .sentence("{from} answers without credentials, and so gives {to}")
            .needs(
                    "a known program, by its image and its port, which asks for no credentials by default, in this version or"
                            + " by a flag; to act as its account, a token in its container and the API server within its pod's reach")
            .attack("T1133", "T1190")
            .microsoft("MS-TA9005")
            .owasp("K06:2025", "K09:2025")
            .nsa("Authentication", "Network policies")
            .stop(
                    "Have the program ask for credentials, or admit only a proxy that does; give its account no more rights than"
                            + " its least user should have.")
            .audit("What the program does as its account has user.username system:serviceaccount:NAMESPACE:NAME and the"
                    + " program's own userAgent; who asked for it is in the program's log alone.")
            .references(
                    "https://microsoft.github.io/Threat-Matrix-for-Kubernetes/techniques/Exposed%20Sensitive%20Interfaces/",
                    "https://github.com/kubernetes/dashboard/blob/master/docs/user/access-control/README.md",
                    "https://argo-workflows.readthedocs.io/en/latest/argo-server-auth-mode/")
            .build();

    private record Ends(Vertex from, Vertex to) {}

    /** @param missing what would have to hold besides */
    private record Way(Confidence confidence, int effort, List<Support> supports, List<String> missing, Found found) {}

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Surroundings surroundings, Edges edges) {
        Consoles consoles = Consoles.of(surroundings);
        Map<Ends, Way> ways = new LinkedHashMap<>();
        for (Found found : consoles.all()) {
            if (found.program().isConsole()) {
                for (Listener listener : found.listeners(surroundings)) {
                    new Step(surroundings, consoles, found, listener, ways).add();
                }
            }
        }
        ways.forEach((ends, way) -> {
            Edges.Edge edge =
                    edges.add(ends.from(), ends.to()).effort(way.effort()).confidence(way.confidence());
            way.missing()
                    .forEach(fact -> edge.provided(way.found().group().pod().object(), fact));
            edge.because(way.supports());
        });
    }

    /** What one listener of one program gives. */
    private record Step(
            Surroundings surroundings, Consoles consoles, Found found, Listener listener, Map<Ends, Way> ways) {
        void add() {
            switch (found.program().gain()) {
                case ACCOUNT:
                    targets().forEach(this::account);
                    break;
                case CONTAINER:
                    targets().forEach(this::container);
                    break;
                case PORT:
                    targets().forEach(this::port);
                    break;
                case NOTHING:
                    break;
            }
        }

        private List<Found> targets() {
            return found.program().other().isEmpty() ? ImmutableList.of(found) : consoles.others(found);
        }

        private void account(Found target) {
            Pod pod = target.group().pod();
            Decision token = surroundings.podSecurity().token(pod, target.container());
            Decision reach = surroundings.reachesApiServer(target.group());
            if (token.isAllowed() && reach.outcome() != Outcome.DENIED) {
                add(target, new Identity(pod.serviceAccount()), token.supports(), reach);
            }
        }

        private void container(Found target) {
            // What reports to the program has to reach it.
            Decision reports = target.group().equals(found.group())
                    ? Decision.allowed(Support.NONE)
                    : surroundings
                            .network()
                            .decide(
                                    target.group().pod(),
                                    found.group().pod(),
                                    Protocol.TCP,
                                    found.program().port());
            if (reports.outcome() != Outcome.DENIED) {
                add(target, target.group().container(target.container()), reports.supports(), reports);
            }
        }

        private void port(Found target) {
            PodGroup behind = target.group();
            Decision passes = surroundings
                    .network()
                    .decide(
                            found.group().pod(),
                            behind.pod(),
                            Protocol.TCP,
                            target.program().port());
            if (passes.outcome() != Outcome.DENIED) {
                for (Listener other : target.listeners(surroundings)) {
                    add(target, new PortReach(behind.vertex(), Protocol.TCP, other.port()), passes.supports(), passes);
                }
            }
        }

        private void add(Found target, Vertex gained, List<Support> supports, Decision premise) {
            List<String> missing = new ArrayList<>();
            missing(found.open(), missing);
            if (isOfAnother()) {
                missing(target.open(), missing);
            }
            missing(premise, missing);
            if (listener.isUnknown()) {
                missing.add(found.program().name() + " listens on its usual port, "
                        + found.program().port());
            }
            Confidence confidence = !missing.isEmpty()
                    ? Confidence.POSSIBLE
                    : found.program().byDefault()
                                    || isOfAnother() && target.program().byDefault()
                            ? Confidence.LIKELY
                            : Confidence.CERTAIN;
            Support ground =
                    found.facts().and(Support.of(listener.evidence().get(0))).and(found.why());
            if (isOfAnother()) {
                ground = ground.and(target.facts());
            }
            Support base = ground;
            List<Support> grounds = supports.isEmpty()
                    ? List.of(base)
                    : supports.stream().map(base::and).toList();
            int effort = found.program().gain() == Program.Gain.PORT ? 1 : TYPE.effort();
            PortReach from = new PortReach(found.group().vertex(), Protocol.TCP, listener.port());
            Way way = new Way(confidence, effort, grounds, missing, found);
            ways.merge(
                    new Ends(from, gained),
                    way,
                    (one, other) -> other.confidence().compareTo(one.confidence()) > 0 ? other : one);
        }

        /** Whether another program must be as its row says; one that requests are passed on to is a step of its own. */
        private boolean isOfAnother() {
            return !found.program().other().isEmpty() && found.program().gain() != Program.Gain.PORT;
        }

        private static void missing(Decision decision, List<String> missing) {
            if (decision.outcome() == Outcome.UNKNOWN) {
                missing.add(decision.missing());
            }
        }
    }
}
