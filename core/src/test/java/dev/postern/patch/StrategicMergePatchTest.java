package dev.postern.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Change.Format;
import dev.postern.model.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {
    /** Patches of a Deployment's pod specification. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // An element of its key is merged, with what it says of lists below.
                "{containers: [{name: a, image: x, env: [{name: V, value: '1'}]}, {name: b}]}"
                        + "| {containers: [{name: a, image: y, env: [{name: W, value: '2'}]}]}"
                        + "| {containers: [{name: a, image: y, env: [{name: W, value: '2'}, {name: V, value: '1'}]}, {name: b}]}",
                // A new element comes first, as the documentation of kubectl patch shows it.
                "{containers: [{name: nginx}]} | {containers: [{name: redis}]} | {containers: [{name: redis}, {name: nginx}]}",
                "{containers: [{name: a}, {name: b}]} | {containers: [{name: b, image: y}, {name: c}]}"
                        + "| {containers: [{name: a}, {name: b, image: y}, {name: c}]}",
                "{containers: [{name: a}, {name: b}]} | {containers: [{name: a, $patch: delete}]} | {containers: [{name: b}]}",
                "{containers: [{name: a}]} | {containers: [{name: b}, {$patch: replace}]} | {containers: [{name: b}]}",
                "{containers: [{name: a}]} | {containers: [{name: c, $patch: delete}]} | {containers: [{name: a}]}",
                "{} | {containers: [{name: c, $patch: delete}, {name: a}]} | {containers: [{name: a}]}",
                "{volumes: [{name: v, hostPath: {path: /}}]} | {volumes: [{name: v, emptyDir: {}, $retainKeys: [name, emptyDir]}]}"
                        + "| {volumes: [{name: v, emptyDir: {}}]}",
                "{volumes: [{name: v, hostPath: {path: /}}]} | {volumes: [{name: v, emptyDir: {}, hostPath: null}]}"
                        + "| {volumes: [{name: v, emptyDir: {}}]}",
                // Two ports of one number differ in protocol only: the first is patched, both stay.
                "{containers: [{name: a, ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53, protocol: TCP}]}]}"
                        + "| {containers: [{name: a, ports: [{containerPort: 53, name: dns}]}]}"
                        + "| {containers: [{name: a, ports: [{containerPort: 53, protocol: UDP, name: dns},"
                        + " {containerPort: 53, protocol: TCP}]}]}",
                "{containers: [{name: a, volumeMounts: [{mountPath: /a, name: v}]}]}"
                        + "| {containers: [{name: a, volumeMounts: [{mountPath: /a, readOnly: true}]}]}"
                        + "| {containers: [{name: a, volumeMounts: [{mountPath: /a, name: v, readOnly: true}]}]}",
                "{containers: [{name: a, volumeDevices: [{devicePath: /dev/a, name: v}]}]}"
                        + "| {containers: [{name: a, volumeDevices: [{devicePath: /dev/a, $patch: delete}]}]}"
                        + "| {containers: [{name: a, volumeDevices: []}]}",
                "{initContainers: [{name: a, image: x}]} | {initContainers: [{name: a, image: y}]}"
                        + "| {initContainers: [{name: a, image: y}]}",
                "{imagePullSecrets: [{name: a}]} | {imagePullSecrets: [{name: b}]} | {imagePullSecrets: [{name: b}, {name: a}]}",
                "{hostAliases: [{ip: 1.1.1.1, hostnames: [a]}]} | {hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}"
                        + "| {hostAliases: [{ip: 1.1.1.1, hostnames: [b]}]}",
                // Lists without a merge key are replaced.
                "{tolerations: [{key: a}]} | {tolerations: [{key: b}]} | {tolerations: [{key: b}]}",
                "{containers: [{name: a, command: [x, y]}]} | {containers: [{name: a, command: [z]}]}"
                        + "| {containers: [{name: a, command: [z]}]}",
                "{containers: [{name: a, envFrom: [{prefix: x}]}]} | {containers: [{name: a, envFrom: []}]}"
                        + "| {containers: [{name: a, envFrom: []}]}",
                // Maps.
                "{securityContext: {runAsUser: 1, runAsGroup: 2}} | {securityContext: {runAsUser: null}}"
                        + "| {securityContext: {runAsGroup: 2}}",
                "{securityContext: {runAsUser: 1}} | {securityContext: {runAsGroup: 2, $patch: replace}}"
                        + "| {securityContext: {runAsGroup: 2}}",
                "{securityContext: {runAsUser: 1}} | {securityContext: {$patch: delete}} | {securityContext: {}}",
                "{} | {securityContext: {runAsUser: null, seccompProfile: {type: x}}} | {securityContext: {seccompProfile: {type: x}}}",
                "{hostPID: true} | {hostPID: null} | {}",
                "{nodeSelector: {a: b}} | {nodeSelector: null} | {}",
                // Orders that kubectl sends along.
                "{containers: [{name: a}, {name: b}]} | {containers: [{name: c}],"
                        + " $setElementOrder/containers: [{name: a}, {name: c}, {name: b}]}"
                        + "| {containers: [{name: a}, {name: c}, {name: b}]}",
                "{containers: [{name: a}, {name: b}]} | {$setElementOrder/containers: [{name: b}, {name: a}]}"
                        + "| {containers: [{name: b}, {name: a}]}",
            })
    void podSpecifications(String before, String patch, String after) {
        String deployment = "{kind: Deployment, spec: {template: {spec: %s}}}";
        assertThat(apply(deployment.formatted(before), "{spec: {template: {spec: %s}}}".formatted(patch)))
                .hasToString(Trees.of(deployment.formatted(after)).toString());
        String cron = "{kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: %s}}}}}";
        String below = "{spec: {jobTemplate: {spec: {template: {spec: %s}}}}}";
        assertThat(apply(cron.formatted(before), below.formatted(patch))).isEqualTo(Trees.of(cron.formatted(after)));
        String pod = "{kind: Pod, spec: %s}";
        assertThat(apply(pod.formatted(before), "{spec: %s}".formatted(patch)))
                .isEqualTo(Trees.of(pod.formatted(after)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{kind: Service, spec: {ports: [{port: 80, targetPort: 1}]}} | {spec: {ports: [{port: 80, nodePort: 3}]}}"
                        + "| {kind: Service, spec: {ports: [{port: 80, targetPort: 1, nodePort: 3}]}}",
                "{kind: ServiceAccount, secrets: [{name: a}], imagePullSecrets: [{name: a}]}"
                        + "| {secrets: [{name: a, $patch: delete}], imagePullSecrets: [{name: b}]}"
                        + "| {kind: ServiceAccount, secrets: [], imagePullSecrets: [{name: b}]}",
                // Rules and subjects have no key: the list that is given is the list.
                "{kind: ClusterRole, rules: [{verbs: [get]}]} | {rules: [{verbs: [list]}]}"
                        + "| {kind: ClusterRole, rules: [{verbs: [list]}]}",
                "{kind: RoleBinding, subjects: [{kind: User, name: a}]} | {subjects: null} | {kind: RoleBinding}",
                "{kind: NetworkPolicy, spec: {ingress: [{}]}} | {spec: {ingress: []}} | {kind: NetworkPolicy, spec: {ingress: []}}",
                "{kind: Namespace, metadata: {labels: {a: b}}} | {metadata: {labels: {c: d}}}"
                        + "| {kind: Namespace, metadata: {labels: {a: b, c: d}}}",
                "{kind: Pod, metadata: {finalizers: [a, b]}} | {metadata: {$deleteFromPrimitiveList/finalizers: [a]}}"
                        + "| {kind: Pod, metadata: {finalizers: [b]}}",
                "{kind: Pod, metadata: {finalizers: [a]}} | {metadata: {finalizers: [b, a]}}"
                        + "| {kind: Pod, metadata: {finalizers: [b, a]}}",
                "{kind: Pod, metadata: {ownerReferences: [{uid: '1', controller: true}, {uid: '2'}]}}"
                        + "| {metadata: {ownerReferences: [{uid: '1', $patch: delete}]}}"
                        + "| {kind: Pod, metadata: {ownerReferences: [{uid: '2'}]}}",
                "{kind: ValidatingWebhookConfiguration, webhooks: [{name: a, failurePolicy: Fail}]}"
                        + "| {webhooks: [{name: a, failurePolicy: Ignore}]}"
                        + "| {kind: ValidatingWebhookConfiguration, webhooks: [{name: a, failurePolicy: Ignore}]}",
                "{kind: Node, spec: {taints: [{key: a}]}} | {spec: {taints: [{key: b}]}} | {kind: Node, spec: {taints: [{key: b}]}}",
            })
    void otherKinds(String before, String patch, String after) {
        assertThat(apply(before, patch)).isEqualTo(Trees.of(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{kind: ClusterPolicy} | {spec: {}} | takes no strategic merge patch of a ClusterPolicy",
                "{kind: Pod, spec: {containers: [{name: a}]}} | {spec: {containers: [{image: x}]}}"
                        + "| an element of \"/spec/containers\" has no \"name\", by which this list is merged",
                "{kind: Pod, spec: {containers: [{name: a}]}} | {spec: {containers: [x]}}"
                        + "| \"/spec/containers\" holds a string where maps are expected",
                "{kind: Pod} | {spec: {$patch: merge}} | \"/spec/$patch\" must be replace or delete",
                "{kind: Pod} | {spec: {$parch: delete}} | \"/spec/$parch\" is no directive",
                "{kind: Pod} | {spec: {hostPID: true, $retainKeys: [x]}} | \"/spec/$retainKeys\" does not name \"hostPID\"",
                "{kind: Pod} | {spec: {$retainKeys: x}} | must be a list, and it is a string",
                "{kind: Pod} | [] | a strategic merge patch is a map",
                "{kind: Pod} | 7 | a strategic merge patch is a map",
            })
    void whatDoesNotApplySaysWhy(String before, String patch, String message) {
        assertThatThrownBy(() -> apply(before, patch))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining(message);
    }

    private static JsonValue apply(String document, String patch) {
        return DocumentPatch.apply((JsonValue.Obj) Trees.of(document), Format.STRATEGIC, Trees.of(patch));
    }
}
