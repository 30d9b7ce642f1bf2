package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.CiliumPolicy;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Cilium's policies that the API server or the agents refuse are not in force, and it is said why. */
class CiliumFaultsTest {
    private static final String IN = "{endpointSelector: {}, ingress: [RULE]}";
    private static final String OUT = "{endpointSelector: {}, egress: [RULE]}";
    private static final String DENY = "{endpointSelector: {}, ingressDeny: [RULE]}";
    private static final String NODE = "{nodeSelector: {}, egress: [RULE]}";

    private static Optional<String> fault(String kind, String fields) {
        Map<String, Object> document = Fields.map(new Yaml(new SafeConstructor(new LoaderOptions()))
                .load("{kind: " + kind + ", metadata: {name: a, namespace: shop}, " + fields + "}"));
        return CiliumFaults.find((CiliumPolicy) CiliumObjects.read(document));
    }

    private static Optional<String> ofRule(String spec, String rule) {
        String kind = spec.equals(NODE) ? CiliumPolicy.CLUSTERWIDE : CiliumPolicy.NAMESPACED;
        return fault(kind, "spec: " + spec.replace("RULE", rule));
    }

    private static String template(String name) {
        return Map.of("IN", IN, "OUT", OUT, "DENY", DENY, "NODE", NODE).get(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CiliumNetworkPolicy|status: {}|neither spec nor specs",
                "CiliumNetworkPolicy|spec: null|neither spec nor specs",
                "CiliumNetworkPolicy|spec: {ingress: [{}]}|spec has neither an endpointSelector nor a nodeSelector",
                "CiliumNetworkPolicy|spec: {endpointSelector: all, ingress: [{}]}|spec has neither an endpointSelector"
                        + " nor",
                "CiliumNetworkPolicy|spec: everything|spec has neither an endpointSelector nor a nodeSelector",
                "CiliumNetworkPolicy|spec: {nodeSelector: {}, ingress: [{}]}|spec.nodeSelector is for a"
                        + " CiliumClusterwide",
                "CiliumClusterwideNetworkPolicy|spec: {nodeSelector: {}, endpointSelector: {}, ingress: [{}]}|spec has"
                        + " both",
                "CiliumNetworkPolicy|spec: {endpointSelector: {}}|spec has no rule",
                "CiliumNetworkPolicy|spec: {endpointSelector: {}, ingress: [], egress: []}|spec has no rule",
                "CiliumNetworkPolicy|specs: [{endpointSelector: {}, ingress: [{}]}, {ingress: [{}]}]|specs[1] has"
                        + " neither",
                "CiliumNetworkPolicy|spec: {endpointSelector: {matchLabels: {'a b': c}}, ingress:"
                        + " [{}]}|endpointSelector.matchLabels",
                "CiliumNetworkPolicy|spec: {endpointSelector: {matchLabels: {'k8s:a:b': c}}, ingress:"
                        + " [{}]}|endpointSelector.matchLabels",
                "CiliumNetworkPolicy|spec: {endpointSelector: {matchExpressions: [{key: a, operator: Is}]}, ingress:"
                        + " [{}]}|operator",
                "CiliumNetworkPolicy|spec: {endpointSelector: {matchExpressions: [{key: a, operator: In}]}, ingress:"
                        + " [{}]}|needs values",
                "CiliumClusterwideNetworkPolicy|spec: {nodeSelector: {matchLabels: {a: b c}}, ingress:"
                        + " [{}]}|spec.nodeSelector"
            })
    void a_policy_is_refused_as_a_whole(String kind, String fields, String fault) {
        assertThat(fault(kind, fields))
                .hasValueSatisfying(text -> assertThat(text).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IN|{fromEndpoints: [{}], fromEntities: [world]}|spec.ingress[0] has fromEndpoints beside fromEntities",
                "IN|{fromCIDR: [10.0.0.0/8], fromCIDRSet: [{cidr: 10.0.0.0/8}]}|has fromCIDR beside fromCIDRSet",
                "DENY|{fromCIDR: [10.0.0.0/8], fromNodes: [{}]}|spec.ingressDeny[0] has fromCIDR beside fromNodes",
                "OUT|{toFQDNs: [{matchName: a.b}], toEndpoints: [{}]}|has toFQDNs beside toEndpoints",
                "OUT|{toServices: [{k8sService: {serviceName: a}}], toGroups: [{aws: {}}]}|has toServices beside"
                        + " toGroups",
                "IN|{fromEndpoints: [{matchLabels: {a: -b}}]}|ingress[0].fromEndpoints[0].matchLabels",
                "IN|{fromNodes: [{matchExpressions: [{key: a, operator: Exists, values:"
                        + " [b]}]}]}|fromNodes[0].matchExpressions[0]",
                "IN|{fromEntities: [World]}|ingress[0].fromEntities[0] is no entity",
                "IN|{fromEntities: [world, {}]}|ingress[0].fromEntities[1] is no entity",
                "IN|{fromCIDR: ['']}|fromCIDR[0] is neither a CIDR nor an address",
                "IN|{fromCIDR: [10.0.0.0/33]}|fromCIDR[0] is neither",
                "IN|{fromCIDR: [010.0.0.1]}|fromCIDR[0] is neither",
                "OUT|{toCIDR: ['fe80::1%eth0']}|toCIDR[0] is neither",
                "OUT|{toCIDRSet: [{}]}|toCIDRSet[0] does not have exactly one of",
                "OUT|{toCIDRSet: [{cidr: 10.0.0.0/8, cidrGroupRef: a}]}|toCIDRSet[0] does not have exactly one of",
                "OUT|{toCIDRSet: [{cidr: 10.0.0.1}]}|toCIDRSet[0].cidr is not a CIDR",
                "OUT|{toCIDRSet: [{cidr: 10.0.0.0/8, except: [11.0.0.0/8]}]}|toCIDRSet[0].except[0] is not within its"
                        + " cidr",
                "OUT|{toCIDRSet: [{cidr: 10.0.0.0/8, except: [0.0.0.0/0]}]}|except[0] is not within",
                "OUT|{toCIDRSet: [{cidr: 10.0.0.0/8, except: ['fd00::/8']}]}|except[0] is not within",
                "OUT|{toCIDRSet: [{cidr: 10.0.0.0/8, except: [{}]}]}|except[0] is not a CIDR",
                "OUT|{toCIDRSet: [{cidrGroupSelector: {matchLabels: {a: b"
                        + " c}}}]}|toCIDRSet[0].cidrGroupSelector.matchLabels",
                "OUT|{toFQDNs: [{}]}|toFQDNs[0] has neither",
                "OUT|{toFQDNs: [{matchName: '*.a.b'}]}|toFQDNs[0].matchName has characters",
                "OUT|{toFQDNs: [{matchPattern: 'a(b'}]}|toFQDNs[0].matchPattern has characters"
            })
    void peers(String spec, String rule, String fault) {
        assertThat(ofRule(template(spec), rule))
                .hasValueSatisfying(text -> assertThat(text).contains(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IN|{toPorts: [{ports: [{protocol: TCP}]}]}|ingress[0].toPorts[0].ports[0].port is neither",
                "IN|{toPorts: [{ports: [{port: '65536'}]}]}|ports[0].port is neither",
                "IN|{toPorts: [{ports: [{port: '-1'}]}]}|ports[0].port is neither",
                "IN|{toPorts: [{ports: [{port: '080'}]}]}|ports[0].port is neither",
                "IN|{toPorts: [{ports: [{port: '80-90'}]}]}|ports[0].port is neither",
                "IN|{toPorts: [{ports: [{port: a--b}]}]}|ports[0].port is neither",
                "IN|{toPorts: [{ports: [{port: '80', protocol: tcp}]}]}|ports[0].protocol is not TCP,",
                "IN|{toPorts: [{ports: [{port: '80', protocol: ICMP}]}]}|ports[0].protocol is not TCP,",
                "IN|{toPorts: [{ports: [{port: '80', protocol: GRE}]}]}|ports[0] has a port for a protocol without"
                        + " ports",
                "DENY|{toPorts: [{ports: [{port: '80', endPort: 65536}]}]}|ports[0].endPort is not",
                "IN|{toPorts: [{ports: [{port: '80', endPort: -1}]}]}|ports[0].endPort is not",
                "IN|{toPorts: [{ports: [{port: '53'}], rules: {dns: [{}]}}]}|toPorts[0].rules.dns is for egress only",
                "OUT|{toPorts: [{rules: {dns: [{}]}}]}|toPorts[0].rules.dns needs a port",
                "OUT|{toPorts: [{ports: [{port: '53', endPort: 54}], rules: {dns: [{}]}}]}|rules.dns takes no range",
                "OUT|{toPorts: [{ports: [{port: '80'}], rules: {http: [{}]}}]}|toPorts[0].rules need ports of TCP",
                "OUT|{toPorts: [{ports: [{port: '0', protocol: TCP}], rules: {http: [{}]}}]}|rules need a port that is"
                        + " not 0",
                "OUT|{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{}], kafka: [{}]}}]}|more than"
                        + " one protocol",
                "OUT|{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {l7: [{}]}}]}|rules.l7 needs an l7proto",
                "OUT|{toPorts: [{serverNames: [a], ports: [{port: '80', protocol: TCP}], rules: {http:"
                        + " [{}]}}]}|terminatingTLS",
                "IN|{toPorts: [{listener: {name: a}, ports: [{port: '80', protocol: TCP}]}]}|listener is for egress",
                "NODE|{toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{}]}}]}|rules are not for nodes",
                "IN|{icmps: [{fields: [{type: 8}]}], toPorts: [{ports: [{port: '80'}]}]}|ingress[0] has icmps beside"
                        + " toPorts",
                "IN|{icmps: [{fields: [{type: 256}]}]}|icmps[0].fields[0].type is neither",
                "IN|{icmps: [{fields: [{type: 8, family: IPv5}]}]}|icmps[0].fields[0].family is not",
                "IN|{authentication: {mode: perhaps}}|ingress[0].authentication.mode is not",
            })
    void ports_and_what_is_above_them(String spec, String rule, String fault) {
        assertThat(ofRule(template(spec), rule))
                .hasValueSatisfying(text -> assertThat(text).contains(fault));
    }

    @Test
    void too_many_ports() {
        String ports = String.join(", ", Collections.nCopies(41, "{port: '80'}"));
        assertThat(ofRule(IN, "{toPorts: [{ports: [" + ports + "]}]}"))
                .hasValueSatisfying(text -> assertThat(text).contains("toPorts[0].ports has more than 40"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {endpointSelector: {}, ingress: [{}]}, specs: [{endpointSelector: {}, egress: [{}]}]",
                "specs: []",
                "spec: {endpointSelector: {matchLabels: {'k8s:a/b': c, 'reserved:host': '', d: ''}}, egressDeny: [{}]}",
                "spec: {endpointSelector: {}, ingress: [{fromEndpoints: [], fromCIDR: []}]}",
                "spec: {endpointSelector: {}, egress: [{toCIDR: [10.1.2.3, '::1', 10.0.0.1/8]}]}",
                "spec: {endpointSelector: {}, egress: [{toCIDRSet: [{cidr: 10.0.0.0/8, except: [10.0.0.0/8]},"
                        + " {cidrGroupRef: a}]}]}",
                "spec: {endpointSelector: {}, egress: [{toServices: [{}], toPorts: [{ports: [{port: HTTP}, {port:"
                        + " '0177777'}]}]}]}",
                "spec: {endpointSelector: {}, egress: [{toFQDNs: [{matchPattern: '*.a'}], icmps: [{fields: [{type:"
                        + " EchoReply}]}]}]}",
                "spec: {endpointSelector: {}, egress: [{toPorts: [{ports: [{port: '53'}], rules: {dns: [{}]}}, {}]}]}",
                "spec: {endpointSelector: {}, ingress: [{authentication: {mode: required}, somethingNew: {}}]}"
            })
    void what_admission_takes_is_no_fault(String fields) {
        assertThat(fault(CiliumPolicy.NAMESPACED, fields)).isEmpty();
    }
}
