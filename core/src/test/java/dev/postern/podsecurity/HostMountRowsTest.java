package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.claim;
import static dev.postern.podsecurity.Worlds.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.KubernetesObject;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RUNTIME_SOCKET, HOSTPATH_WRITE and POD_TOKENS: which paths, which mounts, which users. */
class HostMountRowsTest {
    private static PodBuilder mounting(String path, String subPath, boolean readOnly) {
        return pod(app().runAsUser(0).mount("node", "/host", subPath, readOnly)).hostPath("node", path);
    }

    private static final Set<Escape.Kind> KINDS =
            EnumSet.of(Escape.Kind.RUNTIME_SOCKET, Escape.Kind.HOSTPATH_WRITE, Escape.Kind.POD_TOKENS);

    private static List<Escape> escapes(PodBuilder pod, KubernetesObject... objects) {
        return Worlds.escapes(pod, objects).stream()
                .filter(escape -> KINDS.contains(escape.kind()))
                .toList();
    }

    private static List<String> described(PodBuilder pod, KubernetesObject... objects) {
        return escapes(pod, objects).stream().map(Worlds::describe).toList();
    }

    private static List<String> kinds(PodBuilder pod) {
        return escapes(pod).stream().map(escape -> escape.kind().name()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock",
                "/run/docker.sock",
                "//run/./docker.sock",
                "/run/docker.sock/",
                "/run",
                "/var/run",
                "/var/run/",
                "/run/containerd",
                "/run/containerd/containerd.sock",
                "/var/run/containerd/containerd.sock",
                "/run/crio/crio.sock",
                "/var/run/cri-dockerd.sock",
                "/var/run/dockershim.sock",
                "/run/k3s/containerd/containerd.sock",
                "/run/k3s",
            })
    void aRuntimeSocketOrAnyDirectoryAboveItWhetherOrNotReadOnly(String path) {
        assertThat(described(mounting(path, "", false))).containsExactly("RUNTIME_SOCKET NODE CERTAIN");
        assertThat(described(mounting(path, "", true))).containsExactly("RUNTIME_SOCKET NODE CERTAIN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock2",
                "/run/docker",
                "/runtime",
                "/run/containerd/containerd.sock.ttrpc",
                "/run/systemd",
                "/srv/run/docker.sock",
                "/docker.sock",
            })
    void noRuntimeSocketThere(String path) {
        assertThat(kinds(mounting(path, "", false))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Directory", "DirectoryOrCreate"})
    void aSocketDeclaredToBeADirectoryIsNeverMounted(String type) {
        assertThat(kinds(typed("/var/run/docker.sock", type))).isEmpty();
        assertThat(kinds(typed("/var/run", type))).containsExactly("RUNTIME_SOCKET");
        assertThat(kinds(typed("/var/run/docker.sock", "Socket"))).containsExactly("RUNTIME_SOCKET");
    }

    private static PodBuilder typed(String path, String type) {
        return pod(app().runAsUser(0).mount("node", "/host", "", false))
                .volume("node", new VolumeSource.HostPath(path, type));
    }

    @Test
    void aMountOfVarDoesNotShowTheSocketBecauseVarRunIsALinkOutOfIt() {
        assertThat(kinds(mounting("/var", "", true))).containsExactly("POD_TOKENS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc",
                "/etc/",
                "/root",
                "/root/.ssh",
                "/home",
                "/usr",
                "/usr/bin",
                "/bin",
                "/lib",
                "/opt",
                "/opt/cni/bin",
                "/etc/kubernetes",
                "/etc/kubernetes/manifests",
                "/etc/cron.d",
                "/etc/cron.d/job",
                "/usr/bin/ssh",
                "/var/spool",
                "/home/ops/.ssh",
                "/home/ops/.ssh/authorized_keys",
            })
    void aTrustedPathOrAnyDirectoryAboveItUnlessReadOnly(String path) {
        assertThat(described(mounting(path, "", false))).containsExactly("HOSTPATH_WRITE NODE CERTAIN");
        assertThat(kinds(mounting(path, "", true))).isEmpty();
    }

    @Test
    void pathsOfOneDistributionCountInsideItsOwnDirectory() {
        assertThat(kinds(mounting("/var/lib/rancher", "", false))).containsExactly("HOSTPATH_WRITE");
        assertThat(kinds(mounting("/var/lib/rancher/rke2/agent/pod-manifests", "", false)))
                .containsExactly("HOSTPATH_WRITE");
        assertThat(kinds(mounting("/var/lib", "", false))).containsExactly("POD_TOKENS");
        assertThat(kinds(mounting("/var/snap/microk8s", "", true))).containsExactly("RUNTIME_SOCKET", "POD_TOKENS");
        assertThat(kinds(mounting("/var/snap", "", true))).isEmpty();
        assertThat(kinds(mounting("/var/lib/k0s", "", true))).containsExactly("POD_TOKENS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etcetera", "/etc/localtime", "/etc/ssl/certs", "/etc/cni/net.d", "/homes", "/home/app", "/rootfs",
                        "/usrlocal",
                "/usr/share/zoneinfo", "/library", "/lib/modules", "/opt/app", "/opt/cni/binaries", "/data", "/var/log",
                        "/tmp",
                "/etc/kubernetes/manifests2", "/etc/cron.daily2", "/dev", "/srv/etc",
            })
    void noTrustedPathThere(String path) {
        assertThat(kinds(mounting(path, "", false))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/var/lib/kubelet, POD_TOKENS",
        "/var/lib/kubelet/pods, POD_TOKENS",
        "//var/lib/kubelet//pods/, POD_TOKENS",
        "/var/lib, POD_TOKENS",
        "/var, POD_TOKENS",
    })
    void theKubeletsPodsOrAnyDirectoryAboveThem(String path, String kind) {
        assertThat(described(mounting(path, "", true))).containsExactly(kind + " CREDENTIALS CERTAIN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/kubelet2",
                "/var/lib/kubelet/pods2",
                "/var/lib/kubelet/plugins",
                "/var/lib/kubelet/pods/0123/volumes",
                "/var/library",
            })
    void noPodsThere(String path) {
        assertThat(kinds(mounting(path, "", true))).isEmpty();
    }

    @Test
    void theRootShowsEverything() {
        assertThat(described(mounting("/", "", false)))
                .containsExactly(
                        "RUNTIME_SOCKET NODE CERTAIN", "HOSTPATH_WRITE NODE CERTAIN", "POD_TOKENS CREDENTIALS CERTAIN");
    }

    @Test
    void aSubPathNarrowsWhatTheRootShows() {
        assertThat(kinds(mounting("/", "home/app", false))).isEmpty();
        assertThat(kinds(mounting("/", "etc", false))).containsExactly("HOSTPATH_WRITE");
        assertThat(kinds(mounting("/", "var/run/docker.sock", true))).containsExactly("RUNTIME_SOCKET");
        assertThat(kinds(mounting("/var/lib", "kubelet/pods", true))).containsExactly("POD_TOKENS");
        assertThat(kinds(mounting("/var/lib", "app", true))).isEmpty();
        assertThat(kinds(mounting("/var", "run/docker.sock", true))).isEmpty();
    }

    @Test
    void readOnlyIsAMatterOfTheMountNotOfTheVolume() {
        PodBuilder both = pod(app().runAsUser(0).mountReadOnly("etc", "/a").mount("etc", "/b"))
                .hostPath("etc", "/etc");
        assertThat(escapes(both).get(0).supports())
                .hasSize(1)
                .first()
                .extracting(support -> support.facts().get(0).value())
                .isEqualTo("/b");
        PodBuilder another = pod(app().runAsUser(0).mountReadOnly("etc", "/a"))
                .container(ContainerBuilder.container("writer").mount("etc", "/b"))
                .hostPath("etc", "/etc");
        assertThat(kinds(another)).as("the other container's mount is its own").isEmpty();
    }

    @Test
    void fileSystemsBelowAReadOnlyRootMayStayWritable() {
        assertThat(described(mounting("/", "", true)))
                .containsExactly(
                        "RUNTIME_SOCKET NODE CERTAIN",
                        "HOSTPATH_WRITE NODE POSSIBLE",
                        "POD_TOKENS CREDENTIALS CERTAIN");
        PodBuilder recursive = pod(app().runAsUser(0).mount(new VolumeMount("node", "/host", "", true, true)))
                .hostPath("node", "/");
        assertThat(kinds(recursive)).containsExactly("RUNTIME_SOCKET", "POD_TOKENS");
        PodBuilder nonRoot =
                pod(app().runAsUser(7).mountReadOnly("node", "/host")).hostPath("node", "/");
        assertThat(kinds(nonRoot)).containsExactly("RUNTIME_SOCKET");
    }

    @Test
    void sysAdminRemountsWhatIsReadOnly() {
        PodBuilder unconfined = pod(app().runAsUser(0)
                        .add("SYS_ADMIN")
                        .appArmor("Unconfined")
                        .mountReadOnly("etc", "/a"))
                .hostPath("etc", "/etc");
        assertThat(described(unconfined)).containsExactly("HOSTPATH_WRITE NODE LIKELY");
        PodBuilder unsaid = pod(app().runAsUser(0).add("SYS_ADMIN").mountReadOnly("etc", "/a"))
                .hostPath("etc", "/etc");
        assertThat(described(unsaid)).containsExactly("HOSTPATH_WRITE NODE POSSIBLE");
        PodBuilder confined = pod(app().runAsUser(0)
                        .add("SYS_ADMIN")
                        .appArmor("RuntimeDefault")
                        .mountReadOnly("etc", "/a"))
                .hostPath("etc", "/etc");
        assertThat(described(confined)).isEmpty();
        PodBuilder userNamespace = pod(app().runAsUser(0)
                        .add("SYS_ADMIN")
                        .appArmor("Unconfined")
                        .mountReadOnly("etc", "/a"))
                .hostPath("etc", "/etc")
                .hostUsers(false);
        assertThat(described(userNamespace)).isEmpty();
    }

    @Test
    void theUserDecidesHowCertainItIs() {
        PodBuilder image = pod(app().mount("node", "/host")).hostPath("node", "/");
        assertThat(described(image))
                .containsExactly(
                        "RUNTIME_SOCKET NODE LIKELY", "HOSTPATH_WRITE NODE LIKELY", "POD_TOKENS CREDENTIALS LIKELY");
        PodBuilder other =
                pod(app().mount("node", "/host")).hostPath("node", "/").runAsUser(7);
        assertThat(described(other))
                .as("files of root are not readable to another user, a socket may have open modes")
                .containsExactly("RUNTIME_SOCKET NODE POSSIBLE", "HOSTPATH_WRITE NODE POSSIBLE");
    }

    @Test
    void aUserNamespaceDoesNotHelpAgainstHostPaths() {
        assertThat(kinds(mounting("/", "", false).hostUsers(false)))
                .containsExactly("RUNTIME_SOCKET", "HOSTPATH_WRITE", "POD_TOKENS");
    }

    @Test
    void aSandboxKernelDoesNotHelpAgainstHostPaths() {
        assertThat(described(mounting("/etc", "", false).runtimeClass("kata")))
                .containsExactly("HOSTPATH_WRITE NODE CERTAIN");
    }

    @Test
    void twoMountsAreTwoSupportsOfOneEscape() {
        PodBuilder pod = pod(app().runAsUser(0).mount("a", "/a").mount("b", "/b"))
                .hostPath("a", "/etc")
                .hostPath("b", "/root");
        assertThat(escapes(pod)).hasSize(1);
        assertThat(escapes(pod).get(0).supports()).hasSize(2).isSorted();
    }

    @Test
    void aClaimOnAHostVolumeIsAsGoodAsAHostPath() {
        PodBuilder pod =
                pod(app().runAsUser(0).mount("data", "/data")).volume("data", new VolumeSource.Claim("disk", false));
        assertThat(described(pod, claim("disk", "pv-1", ""), volume("pv-1", "/etc", "hostPath", "disk", "")))
                .containsExactly("HOSTPATH_WRITE NODE CERTAIN");
        assertThat(described(pod, claim("disk", "", "manual"), volume("pv-1", "/etc", "hostPath", "", "manual")))
                .containsExactly("HOSTPATH_WRITE NODE LIKELY");
        PodBuilder readOnly =
                pod(app().runAsUser(0).mount("data", "/data")).volume("data", new VolumeSource.Claim("disk", true));
        assertThat(described(readOnly, claim("disk", "pv-1", ""), volume("pv-1", "/etc", "hostPath", "disk", "")))
                .isEmpty();
    }
}
