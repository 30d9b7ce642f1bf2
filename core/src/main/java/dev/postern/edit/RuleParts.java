package dev.postern.edit;

import com.google.common.collect.ImmutableMap;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoRule;
import dev.postern.model.CiliumCidrRule;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPort;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import dev.postern.model.KubernetesObject;
import dev.postern.model.LabelRequirement;
import dev.postern.model.LabelSelector;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.NetworkPolicyPeer;
import dev.postern.model.NetworkPolicyPort;
import dev.postern.model.NetworkPolicyRule;
import dev.postern.model.PortRef;
import dev.postern.model.Protocol;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * By which of its values a rule, or an item of one, is told from others in a JSON patch: those that are written so wherever
 * the object is kept. What the API server fills in, and what can be written in several ways (an empty list or none, values
 * of an expression in any order, a number as a text), is none of them: a test for it would refuse the object that the patch was
 * made for. Selectors of Calico are texts, which it keeps as they were written.
 *
 * @param egress whether the rules are about packets out of the pods
 * @param canonical whether the object is as the API server writes what it has types for
 * @param allow the word of its kind for what lets packets pass
 */
record RuleParts(boolean egress, boolean canonical, String allow) {
    static RuleParts of(KubernetesObject policy, boolean egress) {
        return new RuleParts(
                egress,
                policy.meta().live() && policy instanceof NetworkPolicy,
                policy.kind().equals(AdminPolicy.CLUSTER) ? "Accept" : "Allow");
    }

    /** Values by their pointers below a rule or an item; none where it has no such value. */
    Map<String, Object> of(Object item) {
        Map<String, Object> parts = new TreeMap<>();
        if (item instanceof NetworkPolicyRule rule) {
            each("/" + (egress ? "to" : "from"), rule.peers(), parts);
            each("/ports", rule.ports(), parts);
            if (canonical && rule.peers().isEmpty() && rule.ports().isEmpty()) {
                parts.put("", ImmutableMap.of());
            }
        } else if (item instanceof CalicoRule rule) {
            calico(rule, parts);
        } else if (item instanceof AdminPolicyRule rule) {
            action(rule.action() == AdminPolicyRule.Action.ALLOW, parts);
            text("/name", rule.name(), parts);
            each("/" + (egress ? "to" : "from"), rule.peers(), parts);
        } else if (item instanceof CiliumRule rule) {
            rule.peers().forEach(kind -> each("/" + (egress ? "to" : "from") + kind.name(), kind.items(), parts));
            each("/toPorts", rule.toPorts(), parts);
        } else if (item instanceof AuthorizationRule rule) {
            each("/from", "/source", rule.from(), parts);
            each("/to", "/operation", rule.to(), parts);
        } else {
            items(item, parts);
        }
        return parts;
    }

    /** Of one item of a list. */
    Map<String, Object> of(RuleItems list, int place) {
        Map<String, Object> parts = new TreeMap<>();
        Object item = list.items().get(place);
        String holder = !(item instanceof AuthorizationRule.Alternative)
                ? ""
                : list.kind() == EditKind.REMOVE_POLICY_PEER ? "/source" : "/operation";
        of(item).forEach((field, value) -> parts.put(holder + field, value));
        return parts;
    }

    /** What is there to say of a rule that stays, beside the items that go. */
    Map<String, Object> ofWhole(Object rule) {
        Map<String, Object> parts = of(rule);
        parts.keySet().removeIf(field -> !field.equals("/action"));
        return parts;
    }

    private void each(String list, List<?> items, Map<String, Object> parts) {
        each(list, "", items, parts);
    }

    private void each(String list, String below, List<?> items, Map<String, Object> parts) {
        for (int i = 0; i < items.size(); i++) {
            String at = list + "/" + i + below;
            of(items.get(i)).forEach((field, value) -> parts.put(at + field, value));
        }
    }

    private void items(Object item, Map<String, Object> parts) {
        if (item instanceof String text) {
            parts.put("", text);
        } else if (item instanceof LabelSelector selector) {
            selector("", selector, parts);
        } else if (item instanceof NetworkPolicyPeer peer) {
            peer.podSelector().ifPresent(selector -> selector("/podSelector", selector, parts));
            peer.namespaceSelector().ifPresent(selector -> selector("/namespaceSelector", selector, parts));
            peer.ipBlock().ifPresent(block -> parts.put("/ipBlock/cidr", block.cidr()));
        } else if (item instanceof NetworkPolicyPort port) {
            port.port().ifPresent(known -> parts.put("/port", number(known)));
            port.endPort().ifPresent(last -> parts.put("/endPort", last));
            if (port.protocol() != Protocol.TCP) {
                parts.put("/protocol", port.protocol().name());
            }
        } else if (item instanceof AdminPolicyPeer.Namespaces peer) {
            selector("/namespaces", peer.selector(), parts);
        } else if (item instanceof AdminPolicyPeer.Pods peer) {
            peer.namespaceSelector().ifPresent(selector -> selector("/pods/namespaceSelector", selector, parts));
            peer.podSelector().ifPresent(selector -> selector("/pods/podSelector", selector, parts));
        } else if (item instanceof AdminPolicyPeer.Nodes peer) {
            selector("/nodes", peer.selector(), parts);
        } else if (item instanceof AdminPolicyPeer.Networks peer) {
            list("/networks", peer.cidrs(), parts);
        } else if (item instanceof AdminPolicyPeer.DomainNames peer) {
            list("/domainNames", peer.names(), parts);
        } else if (item instanceof CiliumPortRule ports) {
            each("/ports", ports.ports(), parts);
        } else if (item instanceof CiliumPort port) {
            text("/port", port.port(), parts);
            text("/protocol", port.protocol(), parts);
        } else if (item instanceof CiliumCidrRule block) {
            text("/cidr", block.cidr(), parts);
            text("/cidrGroupRef", block.groupRef(), parts);
        } else if (item instanceof CiliumPeers.Fqdn name) {
            text("/matchName", name.matchName(), parts);
            text("/matchPattern", name.matchPattern(), parts);
        } else if (item instanceof CiliumPeers.ServiceItem service) {
            service.name().ifPresent(name -> parts.put("/k8sService/serviceName", name));
        } else if (item instanceof CalicoPort.Named port) {
            parts.put("", port.name());
        } else if (item instanceof CalicoPort.Numbers port) {
            parts.put("", port.first() == port.last() ? (Object) port.first() : port.first() + ":" + port.last());
        } else if (item instanceof AuthorizationRule.Alternative alternative) {
            alternative.checks().forEach(check -> check(check, parts));
        }
    }

    private static Object number(PortRef port) {
        return port.isNamed() ? port.name() : (Object) port.number();
    }

    private static void selector(String at, LabelSelector selector, Map<String, Object> parts) {
        if (!selector.matchLabels().isEmpty()) {
            parts.put(at + "/matchLabels", PatchOperation.map(selector.matchLabels()));
        }
        for (int i = 0; i < selector.matchExpressions().size(); i++) {
            LabelRequirement requirement = selector.matchExpressions().get(i);
            String expression = at + "/matchExpressions/" + i;
            parts.put(expression + "/key", requirement.key());
            if (requirement.values().size() == 1) {
                parts.put(
                        expression + "/values",
                        PatchOperation.list(requirement.values().asList()));
            }
        }
        if (selector.selectsEverything()) {
            parts.put(at, ImmutableMap.of());
        }
    }

    private void action(boolean allows, Map<String, Object> parts) {
        if (allows) {
            parts.put("/action", allow);
        }
    }

    private void calico(CalicoRule rule, Map<String, Object> parts) {
        action(rule.action() == CalicoRule.Action.ALLOW, parts);
        calico("/source", rule.source(), parts);
        calico("/destination", rule.destination(), parts);
    }

    private void calico(String at, CalicoEntity end, Map<String, Object> parts) {
        end.texts().forEach((field, text) -> parts.put(at + "/" + field.replace('.', '/'), text));
        each(at + "/ports", end.ports(), parts);
        list(at + "/nets", end.nets(), parts);
        list(at + "/notNets", end.notNets(), parts);
        end.serviceAccounts().ifPresent(accounts -> list(at + "/serviceAccounts/names", accounts.names(), parts));
        end.services().ifPresent(service -> text(at + "/services/name", service.name(), parts));
    }

    private static void check(AuthorizationCheck check, Map<String, Object> parts) {
        if (check.attribute() != AuthorizationCheck.Attribute.UNKNOWN) {
            list("/" + check.name(), check.values(), parts);
        }
    }

    private static void list(String at, List<String> values, Map<String, Object> parts) {
        if (!values.isEmpty()) {
            parts.put(at, PatchOperation.list(values));
        }
    }

    private static void text(String at, String value, Map<String, Object> parts) {
        if (!value.isEmpty()) {
            parts.put(at, value);
        }
    }
}
