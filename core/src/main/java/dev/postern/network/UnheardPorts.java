package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Diagnostic.Severity;
import dev.postern.model.Evidence;
import dev.postern.model.Pod;
import dev.postern.model.Service;
import dev.postern.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds ports of ingress rules that nothing in the selected pods listens on. A container may listen on a port that nothing
 * declares, so that is informative; that a rule has the port of a Service which leads to another one is not.
 */
final class UnheardPorts {
    private final Network network;
    private final CompiledPolicies compiled;
    private final Map<Integer, Heard> byClass = new HashMap<>();

    /**
     * What the pods of a class listen on.
     *
     * @param any whether of some pod nothing is known
     */
    private record Heard(PortSet ports, boolean any) {}

    UnheardPorts(Network network) {
        this.network = network;
        compiled = network.compiled();
    }

    /** O(rules, and for each policy that names a port by number the classes that it selects). */
    List<NetworkFinding> find() {
        List<NetworkFinding> findings = new ArrayList<>();
        for (int policy = 0; policy < compiled.policies().size(); policy++) {
            RoaringBitmap selected = compiled.selected().get(policy);
            ImmutableList<PlacedRule> rules = PlacedRule.of(compiled, policy, Direction.INGRESS);
            boolean asked =
                    rules.stream().anyMatch(rule -> rule.rule().ports().stream().anyMatch(UnheardPorts::isNumber));
            if (asked && !selected.isEmpty()) {
                Heard heard = heard(selected);
                if (!heard.any()) {
                    rules.forEach(rule -> find(rule, heard.ports(), selected, findings));
                }
            }
        }
        return findings;
    }

    private static boolean isNumber(PortItem item) {
        return !item.isNamed() && item.port().isPresent();
    }

    private void find(PlacedRule rule, PortSet heard, RoaringBitmap selected, List<NetworkFinding> findings) {
        if (rule.compiled().action() != Action.ALLOW) {
            return;
        }
        for (int i = 0; i < rule.rule().ports().size(); i++) {
            PortItem item = rule.rule().ports().get(i);
            if (isNumber(item) && item.numbers().intersect(heard).isEmpty()) {
                Evidence fact = rule.fact("." + rule.rule().portField(i), Texts.of(item));
                Optional<Evidence> service = service(item, selected);
                findings.add(service.map(port -> ofService(fact, item, port)).orElseGet(() -> unheard(fact, heard)));
            }
        }
    }

    private static NetworkFinding ofService(Evidence fact, PortItem item, Evidence target) {
        return new NetworkFinding(
                NetworkFindingKind.SERVICE_PORT,
                Severity.WARNING,
                fact,
                fact.field() + " of " + fact.object() + " is a port of " + target.object()
                        + ", which leads to another one of the pods: policy sees that, and " + Texts.of(item)
                        + " is none that they are known to listen on",
                ImmutableList.of(target));
    }

    private static NetworkFinding unheard(Evidence fact, PortSet heard) {
        return new NetworkFinding(
                NetworkFindingKind.PORT_WITHOUT_LISTENER,
                Severity.INFO,
                fact,
                fact.field() + " of " + fact.object() + " lets in packets to a port that no selected pod is known to"
                        + " listen on; known are " + heard,
                ImmutableList.of());
    }

    private Heard heard(RoaringBitmap selected) {
        PortSet ports = PortSet.NONE;
        for (int networkClass : selected.toArray()) {
            Heard one = byClass.computeIfAbsent(networkClass, this::listen);
            if (one.any()) {
                return one;
            }
            ports = ports.union(one.ports());
        }
        return new Heard(ports, false);
    }

    private Heard listen(int networkClass) {
        PortSet ports = PortSet.NONE;
        for (Pod pod : network.podsOf(networkClass)) {
            for (Listener listener : network.listeners(pod)) {
                if (listener.isUnknown()) {
                    return new Heard(PortSet.ALL, true);
                }
                ports = ports.union(PortSet.of(listener.protocol(), listener.port()));
            }
        }
        return new Heard(ports, false);
    }

    /** The target port of a Service in front of a selected pod that has the port itself. */
    private Optional<Evidence> service(PortItem item, RoaringBitmap selected) {
        PortSet wanted = item.numbers();
        for (int networkClass : selected.toArray()) {
            for (int i = 0; i < compiled.classes().size(networkClass); i++) {
                int pod = compiled.classes().pod(networkClass, i);
                for (ServiceBackends.Leading leading : network.backends().leadingTo(pod)) {
                    Service service = leading.service();
                    for (int port = 0; port < service.ports().size(); port++) {
                        ServicePort own = service.ports().get(port);
                        Optional<Evidence> target = network.backends()
                                .target(service, port, leading.backend())
                                .map(found -> found.facts().get(0));
                        if (wanted.contains(own.protocol(), own.port()) && target.isPresent()) {
                            return target;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
