package dev.postern.ingest;

import static dev.postern.ingest.PodManifests.container;
import static dev.postern.ingest.PodManifests.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.LabelRequirement;
import dev.postern.model.NodeSelectorTerm;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.PodSecurityContext;
import dev.postern.model.PodSpec;
import dev.postern.model.PortRef;
import dev.postern.model.ProbePort;
import dev.postern.model.Protocol;
import dev.postern.model.SeLinuxOptions;
import dev.postern.model.SecurityContext;
import dev.postern.model.Toleration;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods: which fields end up where, and which defaults are applied. */
class PodReadersTest {
    @Test
    void thePodItself() {
        Pod pod = pod(
                "spec: {nodeName: w1}",
                "status: {phase: Running, podIP: 10.1.0.1, podIPs: [{ip: 10.1.0.1}, {ip: 'fd00::1'}]}");
        assertThat(pod.object()).isEqualTo(ObjectRef.of("Pod", "shop", "p"));
        assertThat(pod.specField()).isEqualTo("spec");
        assertThat(pod.nodeName()).contains("w1");
        assertThat(pod.phase()).isEqualTo("Running");
        assertThat(pod.ips()).containsExactly("10.1.0.1", "fd00::1");
        assertThat(pod.virtual()).isFalse();
        assertThat(pod.mirror()).isFalse();
    }

    @Test
    void anOldPodHasOneAddress() {
        assertThat(pod("status: {podIP: 10.1.0.1}").ips()).containsExactly("10.1.0.1");
    }

    @Test
    void aMirrorPodIsKnownByItsAnnotation() {
        Pod pod = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Pod",
                        "metadata: {name: etcd-cp, namespace: kube-system, uid: x, annotations:"
                                + " {kubernetes.io/config.mirror: abc},",
                        "  ownerReferences: [{apiVersion: v1, kind: Node, name: cp, controller: true}]}")
                .pods()
                .get(0);
        assertThat(pod.mirror()).isTrue();
        assertThat(pod.meta().controller()).contains(ObjectRef.cluster("Node", "cp"));
    }

    @Test
    void theSpecAsAWhole() {
        PodSpec spec = pod(
                        "spec:",
                        "  serviceAccountName: cart",
                        "  serviceAccount: ignored",
                        "  automountServiceAccountToken: false",
                        "  hostNetwork: true",
                        "  hostPID: true",
                        "  hostIPC: true",
                        "  hostUsers: false",
                        "  shareProcessNamespace: true",
                        "  nodeSelector: {disk: ssd}",
                        "  affinity:",
                        "    podAffinity: {}",
                        "    nodeAffinity:",
                        "      requiredDuringSchedulingIgnoredDuringExecution:",
                        "        nodeSelectorTerms:",
                        "        - matchExpressions: [{key: cores, operator: Gt, values: ['4']}]",
                        "        - matchFields: [{key: metadata.name, operator: In, values: [w1]}]",
                        "  tolerations: [{key: k, effect: NoSchedule}, {operator: Exists}]",
                        "  runtimeClassName: kata",
                        "  imagePullSecrets: [{name: pull}]",
                        "  os: {name: linux}")
                .spec();
        assertThat(spec.serviceAccountName()).contains("cart");
        assertThat(spec.automountServiceAccountToken()).contains(false);
        assertThat(spec.hostNetwork()).isTrue();
        assertThat(spec.hostPID()).isTrue();
        assertThat(spec.hostIPC()).isTrue();
        assertThat(spec.hostUsers()).contains(false);
        assertThat(spec.shareProcessNamespace()).isTrue();
        assertThat(spec.nodeSelector()).containsExactly(Map.entry("disk", "ssd"));
        assertThat(spec.nodeAffinity())
                .contains(ImmutableList.of(
                        new NodeSelectorTerm(
                                ImmutableList.of(new LabelRequirement(
                                        "cores", LabelRequirement.Operator.GT, ImmutableSortedSet.of("4"))),
                                ImmutableList.of()),
                        new NodeSelectorTerm(
                                ImmutableList.of(),
                                ImmutableList.of(new LabelRequirement(
                                        "metadata.name", LabelRequirement.Operator.IN, ImmutableSortedSet.of("w1"))))));
        assertThat(spec.tolerations())
                .containsExactly(new Toleration("k", "Equal", "", "NoSchedule"), new Toleration("", "Exists", "", ""));
        assertThat(spec.runtimeClassName()).contains("kata");
        assertThat(spec.imagePullSecrets()).containsExactly("pull");
        assertThat(spec.os()).contains("linux");
    }

    @Test
    void theDeprecatedNameOfTheServiceAccountCountsWhereTheOtherIsAbsent() {
        assertThat(pod("spec: {serviceAccount: old}").spec().serviceAccountName())
                .contains("old");
        assertThat(pod("spec: {}").spec().serviceAccountName()).isEmpty();
    }

    @Test
    void containersInTheOrderAndRoleInWhichTheyRun() {
        assertThat(pod(
                                "spec:",
                                "  containers: [{name: main}]",
                                "  ephemeralContainers: [{name: debug}]",
                                "  initContainers: [{name: init}, {name: proxy, restartPolicy: Always}]")
                        .spec()
                        .containers())
                .extracting(c -> c.field() + " " + c.name() + " " + c.role())
                .containsExactly(
                        "initContainers[0] init INIT",
                        "initContainers[1] proxy SIDECAR",
                        "containers[0] main MAIN",
                        "ephemeralContainers[0] debug EPHEMERAL");
    }

    @Test
    void theContainer() {
        Container container = container(
                "image: nginx:1",
                "ports: [{containerPort: 80}, {name: dns, containerPort: 53, protocol: UDP, hostPort: 53, hostIP: 1.1.1.1}]",
                "volumeMounts:",
                "- {name: data, mountPath: /data}",
                "- {name: kube-api-access-x7k2p, mountPath: /t, readOnly: true, recursiveReadOnly: Enabled}",
                "- {name: data, mountPath: /sub, subPathExpr: $(POD)}",
                "volumeDevices: [{name: raw, devicePath: /dev/x}]",
                "livenessProbe: {httpGet: {port: http, host: 127.0.0.1}}",
                "readinessProbe: {exec: {command: [x]}}",
                "startupProbe: {grpc: {port: 9090}}",
                "lifecycle: {preStop: {tcpSocket: {port: 81}}}");
        assertThat(container.image()).isEqualTo("nginx:1");
        assertThat(container.ports())
                .containsExactly(
                        new ContainerPort("", 80, Protocol.TCP, 0, ""),
                        new ContainerPort("dns", 53, Protocol.UDP, 53, "1.1.1.1"));
        assertThat(container.volumeMounts())
                .containsExactly(
                        new VolumeMount("data", "/data", "", false, false),
                        new VolumeMount("kube-api-access", "/t", "", true, true),
                        new VolumeMount("data", "/sub", "$(POD)", false, false));
        assertThat(container.volumeDevices()).containsExactly("raw");
        assertThat(container.probePorts())
                .containsExactly(
                        new ProbePort(PortRef.of(81), "", "lifecycle.preStop.tcpSocket"),
                        new ProbePort(PortRef.named("http"), "127.0.0.1", "livenessProbe.httpGet"),
                        new ProbePort(PortRef.of(9090), "", "startupProbe.grpc"));
    }

    @Test
    void theContainersSecurityContext() {
        assertThat(container(
                                "securityContext:",
                                "  privileged: true",
                                "  allowPrivilegeEscalation: false",
                                "  runAsNonRoot: true",
                                "  runAsUser: 1000",
                                "  runAsGroup: 0",
                                "  readOnlyRootFilesystem: true",
                                "  capabilities: {add: [SYS_ADMIN], drop: [ALL]}",
                                "  procMount: Unmasked",
                                "  seccompProfile: {type: Localhost, localhostProfile: x}",
                                "  appArmorProfile: {type: Unconfined}",
                                "  seLinuxOptions: {type: spc_t, level: 's0'}",
                                "  windowsOptions: {hostProcess: true}")
                        .securityContext())
                .isEqualTo(new SecurityContext(
                        Optional.of(true),
                        Optional.of(false),
                        Optional.of(true),
                        Optional.of(1000L),
                        Optional.of(0L),
                        Optional.of(true),
                        ImmutableList.of("SYS_ADMIN"),
                        ImmutableList.of("ALL"),
                        Optional.of("Unmasked"),
                        Optional.of("Localhost"),
                        Optional.of("Unconfined"),
                        Optional.of(new SeLinuxOptions("", "", "spc_t", "s0")),
                        Optional.of(true)));
        assertThat(container("image: x").securityContext()).isEqualTo(SecurityContext.NONE);
    }

    @Test
    void thePodsSecurityContext() {
        assertThat(pod(
                                "spec:",
                                "  securityContext:",
                                "    runAsNonRoot: false",
                                "    runAsUser: 1",
                                "    runAsGroup: 2",
                                "    fsGroup: 3",
                                "    supplementalGroups: [4, 5]",
                                "    seccompProfile: {type: RuntimeDefault}",
                                "    sysctls: [{name: net.ipv4.ip_forward, value: '1'}]")
                        .spec()
                        .securityContext())
                .isEqualTo(new PodSecurityContext(
                        Optional.of(false),
                        Optional.of(1L),
                        Optional.of(2L),
                        ImmutableList.of(4L, 5L),
                        Optional.of(3L),
                        Optional.of("RuntimeDefault"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ImmutableList.of("net.ipv4.ip_forward")));
    }

    @Test
    void annotationsOfProfilesAreKeptWhereverTheyStandAndLeaveFieldsAlone() {
        PodSpec spec = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: Pod",
                        "spec:",
                        "  containers:",
                        "  - name: a",
                        "metadata:",
                        "  name: p",
                        "  namespace: shop",
                        "  annotations:",
                        "    container.apparmor.security.beta.kubernetes.io/a: unconfined",
                        "    seccomp.security.alpha.kubernetes.io/pod: docker/default",
                        "    example.com/other: unconfined")
                .pods()
                .get(0)
                .spec();
        assertThat(spec.containers().get(0).securityContext().appArmorProfile()).isEmpty();
        assertThat(spec.profiles())
                .containsOnly(
                        entry("container.apparmor.security.beta.kubernetes.io/a", "unconfined"),
                        entry("seccomp.security.alpha.kubernetes.io/pod", "docker/default"));
    }

    @Test
    void volumes() {
        assertThat(pod(
                                "spec:",
                                "  volumes:",
                                "  - {name: a, hostPath: {path: /var/run, type: Directory}}",
                                "  - {name: b, secret: {secretName: s, optional: true, items: [{key: k, path: d/f}, {key: l}]}}",
                                "  - {name: c, configMap: {name: m}}",
                                "  - {name: d, persistentVolumeClaim: {claimName: claim, readOnly: true}}",
                                "  - {name: e, csi: {driver: x.csi, nodePublishSecretRef: {name: s2}}}",
                                "  - {name: f, emptyDir: {}}",
                                "  - {name: g}",
                                "  - {name: h, secret: ~, nfs: {server: s}}",
                                "  - name: kube-api-access-abcde",
                                "    projected:",
                                "      sources:",
                                "      - serviceAccountToken: {path: token}",
                                "      - serviceAccountToken: {path: vault, audience: vault}",
                                "      - configMap: {name: kube-root-ca.crt}",
                                "      - secret: {name: s3, optional: true}",
                                "      - downwardAPI: {}")
                        .spec()
                        .volumes())
                .containsExactly(
                        new Volume("a", new VolumeSource.HostPath("/var/run", "Directory"), "volumes[0]"),
                        new Volume(
                                "b",
                                new VolumeSource.SecretFiles("s", true, ImmutableSortedMap.of("d/f", "k")),
                                "volumes[1]"),
                        new Volume("c", new VolumeSource.ConfigMapFiles("m", false), "volumes[2]"),
                        new Volume("d", new VolumeSource.Claim("claim", true), "volumes[3]"),
                        new Volume("e", new VolumeSource.Csi("x.csi", "s2"), "volumes[4]"),
                        new Volume("f", new VolumeSource.Other("emptyDir"), "volumes[5]"),
                        new Volume("g", new VolumeSource.Other("emptyDir"), "volumes[6]"),
                        new Volume("h", new VolumeSource.Other("nfs"), "volumes[7]"),
                        new Volume(
                                "kube-api-access",
                                new VolumeSource.Projected(ImmutableList.of(
                                        new Projection.Token(""),
                                        new Projection.Token("vault"),
                                        new Projection.ConfigMapFiles("kube-root-ca.crt", false),
                                        new Projection.SecretFiles("s3", true),
                                        new Projection.Other("downwardAPI"))),
                                "volumes[8]"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "azureFile  | secretName     | {shareName: s, secretName: key, readOnly: true}",
                "azureFile  | -              | {shareName: s, secretRef: {name: key}}",
                "cephfs     | secretRef.name | {monitors: [m], user: u, secretRef: {name: key}}",
                "cephfs     | -              | {monitors: [m], secretFile: /etc/ceph/user.secret}",
                "cinder     | secretRef.name | {volumeID: v, secretRef: {name: key}}",
                "flexVolume | secretRef.name | {driver: example.com/d, options: {a: b}, secretRef: {name: key}}",
                "iscsi      | secretRef.name | {targetPortal: t, iqn: i, lun: 0, chapAuthSession: true, secretRef: {name: key}}",
                "rbd        | secretRef.name | {monitors: [m], image: i, secretRef: {name: key}}",
                "scaleIO    | secretRef.name | {gateway: g, system: s, secretRef: {name: key}}",
                "storageos  | secretRef.name | {volumeName: v, secretRef: {name: key}}",
                "storageos  | -              | {volumeName: v, secretRef: ~}",
                "nfs        | -              | {server: s, path: /, secretRef: {name: key}}"
            })
    void storageThatANodeAttachesNamesItsSecret(String field, String secretField, String source) {
        Volume volume = pod("spec:", "  volumes:", "  - {name: a, " + field + ": " + source + "}")
                .spec()
                .volumes()
                .get(0);
        assertThat(volume.source())
                .isEqualTo(
                        secretField.equals("-")
                                ? new VolumeSource.Other(field)
                                : new VolumeSource.Attached(field, secretField, "key"));
    }
}
