package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.ContainerBuilder.container;
import static dev.postern.podsecurity.PodBuilder.pod;
import static dev.postern.podsecurity.Worlds.claim;
import static dev.postern.podsecurity.Worlds.facts;
import static dev.postern.podsecurity.Worlds.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Basis;
import dev.postern.model.Confidence;
import dev.postern.model.Evidence;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectMeta;
import dev.postern.model.ObjectRef;
import dev.postern.model.Origin;
import dev.postern.model.PersistentVolume;
import dev.postern.model.PersistentVolumeClaim;
import dev.postern.model.Pod;
import dev.postern.model.VolumeSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostMountsTest {
    private static final PodBuilder CLAIMING = pod(app().mount("data", "/data")).claim("data", "disk");

    private static List<String> paths(PodBuilder pod, KubernetesObject... objects) {
        return facts(pod, objects).hostMounts().stream()
                .map(mount -> mount.nodePath() + " " + mount.confidence())
                .toList();
    }

    @Test
    void aHostPathIsSeenByTheContainersThatMountItOnly() {
        Pod pod = pod(app().mount("logs", "/logs"))
                .container(container("other").mount("scratch", "/logs"))
                .hostPath("logs", "/var/log/")
                .volume("scratch", new VolumeSource.Other("emptyDir"))
                .build();
        PodSecurity security = Worlds.security();
        assertThat(security.facts(pod, Worlds.container(pod, "app")).hostMounts())
                .extracting(HostMount::nodePath)
                .containsExactly("/var/log");
        assertThat(security.facts(pod, Worlds.container(pod, "other")).hostMounts())
                .isEmpty();
    }

    @Test
    void evidenceNamesTheMountTheSubPathAndTheVolume() {
        ContainerFacts facts = facts(pod(app().mount("root", "/host", "home/app", true))
                .volume("scratch", new VolumeSource.Other("emptyDir"))
                .hostPath("root", "/"));
        HostMount mount = facts.hostMounts().get(0);
        ObjectRef pod = facts.pod().object();
        assertThat(mount.nodePath()).isEqualTo("/home/app");
        assertThat(mount.readOnly()).isTrue();
        assertThat(mount.support().facts())
                .containsExactly(
                        Evidence.stated(pod, "spec.containers[0].volumeMounts[0].mountPath", "/host"),
                        Evidence.stated(pod, "spec.containers[0].volumeMounts[0].subPath", "home/app"),
                        Evidence.stated(pod, "spec.volumes[1].hostPath.path", "/"));
    }

    @Test
    void whatAMountShowsIsAMatterOfAncestry() {
        HostMount mount = facts(pod(app().mount("run", "/x")).hostPath("run", "/var/run/"))
                .hostMounts()
                .get(0);
        assertThat(mount.shows("/run/docker.sock")).isTrue();
        assertThat(mount.shows("/var/run/docker.sock")).isTrue();
        assertThat(mount.shows("/runtime/docker.sock")).isFalse();
        assertThat(mount.shows("/")).isFalse();
    }

    @Test
    void aMountOfAVolumeThatIsMissingOrHasNoPathShowsNothing() {
        assertThat(paths(pod(app().mount("nothing", "/x")))).isEmpty();
        assertThat(paths(pod(app().mount("empty", "/x")).hostPath("empty", ""))).isEmpty();
    }

    @Test
    void aBoundClaimLeadsToItsVolume() {
        HostMount mount = facts(
                        CLAIMING, claim("disk", "pv-1", "manual"), volume("pv-1", "/etc", "hostPath", "disk", "manual"))
                .hostMounts()
                .get(0);
        assertThat(mount.nodePath()).isEqualTo("/etc");
        assertThat(mount.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(mount.support().facts())
                .extracting(Evidence::toString)
                .satisfiesExactly(
                        fact -> assertThat(fact).contains("volumeMounts[0].mountPath"),
                        fact -> assertThat(fact).contains("volumes[0].persistentVolumeClaim.claimName"),
                        fact -> assertThat(fact).contains("spec.volumeName"),
                        fact -> assertThat(fact).contains("spec.hostPath.path"));
    }

    @Test
    void aLocalVolumeIsAPathOfTheNodeToo() {
        assertThat(paths(CLAIMING, claim("disk", "pv-1", ""), volume("pv-1", "/mnt/ssd", "local", "", "")))
                .containsExactly("/mnt/ssd CERTAIN");
    }

    @Test
    void aVolumeThatIsReservedForTheClaimIsFoundFromItsSide() {
        assertThat(paths(CLAIMING, claim("disk", "", ""), volume("pv-1", "/etc", "hostPath", "disk", "")))
                .containsExactly("/etc CERTAIN");
        assertThat(paths(CLAIMING, volume("pv-1", "/etc", "hostPath", "disk", "")))
                .as("even where the claim itself is not in the input")
                .containsExactly("/etc CERTAIN");
    }

    @Test
    void aVolumeBoundToAnotherClaimIsOutOfReach() {
        assertThat(paths(CLAIMING, claim("disk", "pv-1", ""), volume("pv-1", "/etc", "hostPath", "other", "")))
                .isEmpty();
        assertThat(paths(CLAIMING, claim("disk", "", ""), volume("pv-1", "/etc", "hostPath", "other", "")))
                .isEmpty();
    }

    @Test
    void aClaimOfAnotherNamespaceIsAnotherClaim() {
        PodBuilder elsewhere =
                pod(app().mount("data", "/data")).claim("data", "disk").named("other", "cart");
        assertThat(paths(elsewhere, claim("disk", "pv-1", ""), volume("pv-1", "/etc", "hostPath", "disk", "")))
                .isEmpty();
    }

    @Test
    void aClaimOfAManifestMayBeBoundToAFreeVolumeOfItsClass() {
        PersistentVolumeClaim manual = claim("disk", "", "manual");
        PersistentVolume etc = volume("pv-1", "/etc", "hostPath", "", "manual");
        PersistentVolume root = volume("pv-2", "/", "hostPath", "", "manual");
        assertThat(paths(CLAIMING, manual, etc)).containsExactly("/etc LIKELY");
        assertThat(paths(CLAIMING, manual, etc, root)).containsExactly("/etc POSSIBLE", "/ POSSIBLE");
        assertThat(paths(CLAIMING, manual, volume("pv-1", "/etc", "hostPath", "", "fast")))
                .isEmpty();
        assertThat(paths(CLAIMING, claim("disk", "", ""), volume("pv-1", "/etc", "hostPath", "", "")))
                .as("without a class, a default class may take the claim away")
                .containsExactly("/etc POSSIBLE");
    }

    @Test
    void aLiveClaimThatIsUnboundMountsNothing() {
        ObjectMeta live = new ObjectMeta(
                "disk",
                "shop",
                Basis.STATED,
                ObjectMeta.of("", "").labels(),
                ObjectMeta.of("", "").annotations(),
                true,
                Optional.empty(),
                Origin.NONE);
        assertThat(paths(
                        CLAIMING,
                        new PersistentVolumeClaim(live, "", "manual"),
                        volume("pv-1", "/etc", "hostPath", "", "manual")))
                .isEmpty();
    }

    @Test
    void aReadOnlyClaimMakesItsMountsReadOnly() {
        PodBuilder pod = pod(app().mount("data", "/data")).volume("data", new VolumeSource.Claim("disk", true));
        ImmutableList<HostMount> mounts = facts(
                        pod, claim("disk", "pv-1", ""), volume("pv-1", "/etc", "hostPath", "disk", ""))
                .hostMounts();
        assertThat(mounts).hasSize(1).allMatch(HostMount::readOnly);
    }
}
