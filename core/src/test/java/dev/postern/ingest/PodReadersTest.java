package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.ContainerPort;
import dev.postern.model.KeyRef;
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
import dev.postern.model.Workload;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods, and the kinds that make them. */
class PodReadersTest {
    private static Pod pod(String... rest) {
        return Snapshots.clean(
                        "apiVersion: v1", "kind: Pod", "metadata: {name: p, namespace: shop}", String.join("\n", rest))
                .pods()
                .get(0);
    }

    private static Container container(String... lines) {
        return pod("spec:", "  containers:", "  - name: c", "    " + String.join("\n    ", lines))
                .spec()
                .containers()
                .get(0);
    }

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

    @Test
    void theEnvironmentKeepsReferencesAndTheNamesOfLiteralCredentials() {
        Container container = container(
                "env:",
                "- {name: DB_PASSWORD, value: hunter2}",
                "- {name: API_TOKEN, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}",
                "- {name: MODE, valueFrom: {configMapKeyRef: {name: m, key: mode}}}",
                "- {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}",
                "- {name: PASSWORD_FILE, value: /run/secrets/p}",
                "- {name: EMPTY_PASSWORD, value: ''}",
                "- {name: ALLOW_EMPTY_PASSWORD, value: 'true'}",
                "- {name: COPY_SECRET, value: $(API_TOKEN)}",
                "- {name: FILLED_IN_SECRET, value: '${API_TOKEN}'}",
                "- {name: SSH_PRIVATE_KEY, value: /etc/keys/id}",
                "- {name: AWS_SECRET_ACCESS_KEY, value: x1}",
                "- {name: PGPASSWORD, value: x2}",
                "envFrom: [{secretRef: {name: all}}, {prefix: P_, configMapRef: {name: m2, optional: true}}]");
        assertThat(container.environmentRefs())
                .containsExactly(
                        new KeyRef(true, "s", "k", true, "env[1].valueFrom.secretKeyRef"),
                        new KeyRef(false, "m", "mode", false, "env[2].valueFrom.configMapKeyRef"),
                        new KeyRef(true, "all", "", false, "envFrom[0].secretRef"),
                        new KeyRef(false, "m2", "", true, "envFrom[1].configMapRef"));
        assertThat(container.credentialVariables())
                .containsExactly("DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD");
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL_ROOT_PASSWORD, true",
        "GITHUB_TOKEN, true",
        "client_secret, true",
        "AWS_ACCESS_KEY_ID, true",
        "SLACK_API_KEY, true",
        "REDIS_PASS, true",
        "MAX_TOKENS, false",
        "LLM_MAX_TOKENS, false",
        "USE_TOKEN, false",
        "TOKEN_TTL, false",
        "SECRET_NAME, false",
        "PWD, false",
        "COMPASS, false",
        "PASSWORD_POLICY_URL, false",
        "TOKENIZER, false",
        "LOG_LEVEL, false"
    })
    void aNameLooksLikeACredential(String name, boolean does) {
        assertThat(EnvironmentReader.looksLikeCredential(name)).isEqualTo(does);
    }

    @Test
    void ofTheCommandProgramAndAllowedFlagsAreKept() {
        assertThat(container(
                                "command: [/usr/bin/kube-apiserver, --anonymous-auth=true, --authorization-mode, 'Node,RBAC']",
                                "args:",
                                "- --etcd-servers=https://user:pw@etcd",
                                "- --insecure-port=8080",
                                "- --token-auth-file=/etc/tokens.csv",
                                "- --enable-admission-plugins=NodeRestriction,hunter2",
                                "- --kubelet-client-key=/etc/kubelet.key",
                                "- --kubelet-https=hunter2",
                                "- hunter2")
                        .programFlags())
                .containsExactly(
                        "kube-apiserver",
                        "--anonymous-auth=true",
                        "--authorization-mode=Node,RBAC",
                        "--insecure-port=8080",
                        "--token-auth-file=/etc/tokens.csv",
                        "--enable-admission-plugins",
                        "--kubelet-client-key=/etc/kubelet.key",
                        "--kubelet-https");
    }

    @Test
    void aShellScriptIsSearchedForProgramsAndFlags() {
        assertThat(container(
                                "command: [sh, -c]",
                                "args: ['export PASSWORD=hunter2; exec /usr/bin/dockerd --host=tcp://0.0.0.0:2375 --tls=false']")
                        .programFlags())
                .containsExactly("sh", "dockerd", "--host=tcp://0.0.0.0:2375", "--tls=false");
    }

    @Test
    void ofTheEnvironmentAllowedVariablesAreKeptAndHarmlessSettingsOnly() {
        assertThat(container(
                                "args: [server]",
                                "env:",
                                "- {name: MULTIUSER, value: 'true'}",
                                "- {name: DOCKER_TLS_CERTDIR}",
                                "- {name: NIFI_WEB_HTTP_PORT, value: '8080'}",
                                "- {name: RAY_AUTH_MODE, value: hunter2}",
                                "- {name: OTHER, value: 'true'}",
                                "- {name: TILLER_TLS_VERIFY, valueFrom: {secretKeyRef: {name: hunter2, key: v}}}")
                        .programFlags())
                .containsExactly(
                        "MULTIUSER=true",
                        "DOCKER_TLS_CERTDIR=",
                        "NIFI_WEB_HTTP_PORT=8080",
                        "RAY_AUTH_MODE",
                        "TILLER_TLS_VERIFY=valueFrom");
    }

    @Test
    void anEmptyCredentialFlagIsKeptAndASetOneIsNot() {
        assertThat(container("args: [start-notebook.sh, \"--NotebookApp.token=''\", --NotebookApp.password=hunter2]")
                        .programFlags())
                .containsExactly("start-notebook.sh", "--NotebookApp.token=", "--NotebookApp.password");
    }

    @Test
    void aFlagWithoutASettingStandsAlone() {
        assertThat(container("args: [--auto-generate-certificates, --enable-skip-login, --namespace=x, --insecure]")
                        .programFlags())
                .containsExactly("--auto-generate-certificates", "--enable-skip-login", "--insecure");
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, Deployment, spec.template",
        "apps/v1, ReplicaSet, spec.template",
        "apps/v1, StatefulSet, spec.template",
        "v1, ReplicationController, spec.template"
    })
    void replicatedWorkloads(String apiVersion, String kind, String field) {
        Workload workload = Snapshots.clean(
                        "apiVersion: " + apiVersion,
                        "kind: " + kind,
                        "metadata: {name: w, namespace: shop, labels: {own: label}}",
                        "spec:",
                        "  replicas: 0",
                        "  suspend: true",
                        "  template:",
                        "    metadata: {labels: {app: web}, annotations: {eks.amazonaws.com/x: z}}",
                        "    spec: {hostPID: true}")
                .workloads()
                .get(0);
        assertThat(workload.kind()).isEqualTo(kind);
        assertThat(workload.replicas()).isZero();
        assertThat(workload.suspended()).isFalse();
        assertThat(workload.template().field()).isEqualTo(field);
        assertThat(workload.template().labels()).containsExactly(Map.entry("app", "web"));
        assertThat(workload.template().annotations()).containsOnlyKeys("eks.amazonaws.com/x");
        assertThat(workload.template().spec().hostPID()).isTrue();
    }

    @Test
    void jobsAndCronJobs() {
        Cluster cluster = Snapshots.clean(
                "apiVersion: batch/v1",
                "kind: Job",
                "metadata: {name: j, namespace: shop}",
                "spec: {suspend: true, template: {spec: {hostIPC: true}}}",
                "---",
                "apiVersion: batch/v1",
                "kind: CronJob",
                "metadata: {name: c, namespace: shop}",
                "spec:",
                "  suspend: false",
                "  jobTemplate: {spec: {suspend: true, template: {metadata: {labels: {a: b}}, spec: {hostPID: true}}}}");
        Workload cron = cluster.workloads().get(0);
        Workload job = cluster.workloads().get(1);
        assertThat(cron.template().field()).isEqualTo("spec.jobTemplate.spec.template");
        assertThat(cron.template().spec().hostPID()).isTrue();
        assertThat(cron.template().labels()).containsExactly(Map.entry("a", "b"));
        assertThat(cron.suspended()).isFalse();
        assertThat(job.suspended()).isTrue();
        assertThat(job.template().spec().hostIPC()).isTrue();
        assertThat(job.replicas()).isEqualTo(1);
    }

    @Test
    void daemonSetsHaveNoReplicas() {
        assertThat(Snapshots.clean(
                                "apiVersion: apps/v1",
                                "kind: DaemonSet",
                                "metadata: {name: d, namespace: shop}",
                                "spec: {replicas: 7}")
                        .workloads()
                        .get(0)
                        .replicas())
                .isEqualTo(1);
    }

    @Test
    void replicasShareTheirSpec() {
        StringBuilder text = new StringBuilder();
        for (String suffix : new String[] {"aaaaa", "bbbbb"}) {
            text.append("---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-")
                    .append(suffix)
                    .append(", namespace: shop, uid: x, labels: {app: web}}\n")
                    .append("spec: {nodeName: n-")
                    .append(suffix)
                    .append(", containers: [{name: c, image: i, volumeMounts: [{name: kube-api-access-")
                    .append(suffix)
                    .append(", mountPath: /t}]}], volumes: [{name: kube-api-access-")
                    .append(suffix)
                    .append(", projected: {sources: [{serviceAccountToken: {}}]}}]}\n");
        }
        Cluster cluster = Snapshots.clean(text.toString());
        Pod a = cluster.pods().get(0);
        Pod b = cluster.pods().get(1);
        assertThat(a.spec()).isSameAs(b.spec());
        assertThat(a.meta().labels()).isSameAs(b.meta().labels());
        assertThat(a.nodeName()).contains("n-aaaaa");
        assertThat(b.nodeName()).contains("n-bbbbb");
    }
}
