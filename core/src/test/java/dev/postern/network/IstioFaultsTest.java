package dev.postern.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.model.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Policies of Istio that the API server or istiod refuses, and odd ones that they take. */
class IstioFaultsTest {
    private static List<String> faults(String kind, String spec) {
        Map<String, Object> policy = Fields.map(new Yaml(new SafeConstructor(new LoaderOptions()))
                .load("{apiVersion: security.istio.io/v1, kind: " + kind
                        + ", metadata: {name: p, namespace: shop}, spec: " + spec + "}"));
        ClusterSnapshot snapshot = IstioManifests.snapshot(policy);
        Cluster cluster = snapshot.cluster();
        assertThat(cluster.authorizationPolicies().size()
                        + cluster.peerAuthentications().size())
                .isOne();
        List<String> faults = new ArrayList<>();
        cluster.authorizationPolicies().forEach(read -> IstioFaults.find(read).ifPresent(faults::add));
        cluster.peerAuthentications().forEach(read -> IstioFaults.find(read).ifPresent(faults::add));
        return faults;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{action: Allow}|spec.action is not ALLOW, DENY, AUDIT or CUSTOM",
                "{action: ''}|spec.action is not ALLOW",
                "{action: [DENY]}|spec.action is not a string",
                "{action: DENY}|spec.rules is empty, so that DENY would never apply",
                "{action: DENY, rules: []}|spec.rules is empty",
                "{action: CUSTOM, provider: {name: p}}|spec.rules is empty",
                "{action: CUSTOM, rules: [{}]}|spec.provider.name is missing",
                "{action: CUSTOM, provider: {}, rules: [{}]}|spec.provider.name is missing",
                "{provider: {}, rules: [{}]}|spec.provider is for the action CUSTOM only",
                "{action: CUSTOM, provider: {name: p}, rules: [{from: [{source: {principals: [a]}}]}]}|which CUSTOM cannot",
                "{action: CUSTOM, provider: {name: p}, rules: [{when: [{key: request.auth.audiences, values: [a]}]}]}|which CUSTOM cannot",
                "{selector: {}, targetRefs: []}|spec has both a selector and targetRefs",
                "{selector: {matchLabels: {a: b}}, targetRef: {kind: Service, name: s}}|spec has both a selector and targetRefs",
                "{targetRef: {kind: Service, name: s}, targetRefs: [{kind: Service, name: s}]}|spec has both targetRef and targetRefs",
                "{targetRefs: [{kind: Service}]}|spec.targetRefs[0].name is missing",
                "{targetRefs: [{kind: Service, name: s, namespace: x}]}|spec.targetRefs[0].namespace is set",
                "{targetRefs: [{kind: Gateway, name: s}]}|spec.targetRefs[0] is no Service, ServiceEntry, Gateway",
                "{targetRefs: {kind: Service, name: s}}|spec.targetRefs is not a list",
                "{selector: {matchLabels: {'a*': b}}}|spec.selector.matchLabels holds",
                "{selector: {matchLabels: {a: 'b*'}}}|spec.selector.matchLabels holds",
                "{selector: {matchLabels: {'': b}}}|spec.selector.matchLabels holds",
                "{selector: [a]}|spec.selector is not a map",
                "{selector: {matchLabels: [a]}}|spec.selector.matchLabels is not a map",
                "[a]|spec is not a map",
                "{rules: {}}|spec.rules is not a list",
                "{rules: [null]}|spec.rules[0] is not a map",
                "{rules: [x]}|spec.rules[0] is not a map",
                "{rules: [{from: x}]}|spec.rules[0].from is not a list",
                "{rules: [{from: [x]}]}|spec.rules[0].from[0] is not a map",
                "{rules: [{from: [null]}]}|spec.rules[0].from[0] is not a map",
                "{rules: [{from: [{}]}]}|spec.rules[0].from[0].source is missing",
                "{rules: [{from: [{source: null}]}]}|spec.rules[0].from[0].source is missing",
                "{rules: [{from: [{principals: [a]}]}]}|spec.rules[0].from[0].source is missing",
                "{rules: [{from: [{source: {}}]}]}|spec.rules[0].from[0].source is empty",
                "{rules: [{from: [{source: {principals: []}}]}]}|spec.rules[0].from[0].source is empty",
                "{rules: [{from: [{source: {principals: a}}]}]}|spec.rules[0].from[0].source.principals is not a list",
                "{rules: [{from: [{source: {principals: [{}]}}]}]}|source.principals[0] is not a string",
                "{rules: [{from: [{source: {principals: [null, a]}}]}]}|source.principals[0] is not a string",
                "{rules: [{from: [{source: {principals: [a, '']}}]}]}|spec.rules[0].from[0].source.principals has an empty value",
                "{rules: [{from: [{source: {notNamespaces: ['']}}]}]}|source.namespaces has an empty value",
                "{rules: [{from: [{source: {ipBlocks: [10.0.0]}}]}]}|source.ipBlocks has what is no address or CIDR",
                "{rules: [{from: [{source: {ipBlocks: [10.0.0.0/33]}}]}]}|source.ipBlocks has what is no address",
                "{rules: [{from: [{source: {notIpBlocks: [10.00.0.0/8]}}]}]}|source.ipBlocks has what is no address",
                "{rules: [{from: [{source: {notRemoteIpBlocks: [10.0.0.0/08]}}]}]}|source.remoteIpBlocks has what is no",
                "{rules: [{from: [{source: {ipBlocks: ['fe80::%1/64']}}]}]}|source.ipBlocks has what is no address",
                "{rules: [{from: [{source: {serviceAccounts: ['a*']}}]}]}|source.serviceAccounts has what is neither",
                "{rules: [{from: [{source: {serviceAccounts: [a/b/c]}}]}]}|source.serviceAccounts has what is neither",
                "{rules: [{from: [{source: {serviceAccounts: [/b]}}]}]}|source.serviceAccounts has what is neither",
                "{rules: [{from: [{source: {notServiceAccounts: [a/]}}]}]}|source.serviceAccounts has what is neither",
                "{rules: [{from: [{source: {serviceAccounts: [a], notNamespaces: [b]}}]}]}|has serviceAccounts beside namespaces",
                "{rules: [{}, {to: [{}]}]}|spec.rules[1].to[0].operation is missing",
                "{rules: [{to: [{operation: {}}]}]}|spec.rules[0].to[0].operation is empty",
                "{rules: [{to: [{operation: {ports: ['65536']}}]}]}|spec.rules[0].to[0].operation.ports has what is no port number",
                "{rules: [{to: [{operation: {ports: ['-1']}}]}]}|operation.ports has what is no port number",
                "{rules: [{to: [{operation: {notPorts: [http]}}]}]}|operation.ports has what is no port number",
                "{rules: [{to: [{operation: {notPorts: ['9999999999999999']}}]}]}|operation.ports has what is no port number",
                "{rules: [{to: [{operation: {methods: ['']}}]}]}|operation.methods has an empty value",
                "{rules: [{to: [{operation: {paths: ['/a{*}']}}]}]}|operation.paths has braces that are no template",
                "{rules: [{to: [{operation: {paths: ['/{a}']}}]}]}|operation.paths has braces",
                "{rules: [{to: [{operation: {paths: ['/{**}/{*}']}}]}]}|operation.paths has braces",
                "{rules: [{to: [{operation: {notPaths: ['/{*}//a']}}]}]}|operation.paths has braces",
                "{rules: [{when: [{values: [a]}]}]}|spec.rules[0].when[0].key is missing",
                "{rules: [{when: [{key: source.pod, values: [a]}]}]}|spec.rules[0].when[0].key is none that Istio knows",
                "{rules: [{when: [{key: destination.labels, values: [a]}]}]}|.key is none that Istio knows",
                "{rules: [{when: [{key: source.ip}]}]}|spec.rules[0].when[0] has neither values nor notValues",
                "{rules: [{when: [{key: source.ip, notValues: [a]}]}]}|spec.rules[0].when[0] has what is no address",
                "{rules: [{when: [{key: destination.port, values: [a]}]}]}|spec.rules[0].when[0] has what is no port number",
                "{rules: [{when: [{key: request.headers, values: [a]}]}]}|.key does not end in a name in brackets",
                "{rules: [{when: [{key: 'request.headers[]', values: [a]}]}]}|.key does not end in a name in brackets",
                "{rules: [{when: [{key: request.auth.claims, values: [a]}]}]}|.key does not end in a name in brackets",
                "{rules: [{when: [{key: experimental.envoy.filters.a, values: [a]}]}]}|.key does not end in a name",
            })
    void a_refused_authorization_policy_is_found(String spec, String fault) {
        assertThat(faults("AuthorizationPolicy", spec))
                .singleElement()
                .asString()
                .contains(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{rules: null}",
                "{rules: [{}]}",
                "{action: AUDIT}",
                "{action: DENY, rules: [{}]}",
                "{rules: [{from: [], to: null, when: []}]}",
                "{action: CUSTOM, provider: {name: p}, rules: [{to: [{operation: {paths: [/a]}}]}]}",
                "{selector: {}, rules: []}",
                "{selector: {matchLabels: {'no label at all': b}}}",
                "{targetRefs: [{kind: Service, name: s}, {group: core, kind: Service, name: t}]}",
                "{targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: g}}",
                "{rules: [{from: [{source: {ipBlocks: ['fe80::1%eth0', '::ffff:10.0.0.1', 10.1.2.3/8]}}]}]}",
                "{rules: [{from: [{source: {principals: ['***'], namespaces: ['a*b']}}]}]}",
                "{rules: [{to: [{operation: {ports: ['0', '00080']}}]}]}",
                "{rules: [{to: [{operation: {paths: ['/a/{*}/b/{**}', '//a', '*']}}]}]}",
                "{rules: [{when: [{key: 'request.headersX[a]', values: [a]}]}]}",
                "{rules: [{when: [{key: 'request.auth.claims[a][b]', notValues: [a]}]}]}",
                "{rules: [{from: [{source: {newest: [a]}}], newer: a}], new: a}",
            })
    void an_odd_but_valid_authorization_policy_has_no_fault(String spec) {
        assertThat(faults("AuthorizationPolicy", spec)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mtls: {mode: strict}}|spec.mtls.mode is not UNSET, DISABLE, PERMISSIVE or STRICT",
                "{mtls: STRICT}|spec.mtls is not a map",
                "{mtls: {mode: {}}}|spec.mtls.mode is not a string",
                "{portLevelMtls: {'80': {mode: STRICT}}}|spec.portLevelMtls needs a selector with labels",
                "{selector: {}, portLevelMtls: {'80': {mode: STRICT}}}|spec.portLevelMtls needs a selector",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: {}}|spec.portLevelMtls is empty",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: []}|spec.portLevelMtls is not a map",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: {'0': {mode: STRICT}}}|has a key that is not 1 to 65535",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: {http: {mode: STRICT}}}|has a key that is not 1 to 65535",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: {'80': {mode: OFF}}}|has a mode that is not UNSET",
                "{selector: {matchLabels: {a: '*'}}}|spec.selector.matchLabels holds what no label can be",
                "{selector: x}|spec.selector is not a map",
            })
    void a_refused_peer_authentication_is_found(String spec, String fault) {
        assertThat(faults("PeerAuthentication", spec))
                .singleElement()
                .asString()
                .contains(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{mtls: null}",
                "{mtls: {}}",
                "{mtls: {mode: null}}",
                "{selector: {}, mtls: {mode: UNSET}, portLevelMtls: null}",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: {'80': null, '65535': {mode: DISABLE}}}",
                "{mode: STRICT}",
            })
    void an_odd_but_valid_peer_authentication_has_no_fault(String spec) {
        assertThat(faults("PeerAuthentication", spec)).isEmpty();
    }
}
