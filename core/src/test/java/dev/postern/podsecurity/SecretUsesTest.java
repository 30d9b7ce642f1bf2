package dev.postern.podsecurity;

import static dev.postern.podsecurity.ContainerBuilder.app;
import static dev.postern.podsecurity.ContainerBuilder.container;
import static dev.postern.podsecurity.PodBuilder.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.KeyRef;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretUsesTest {
    private static final ObjectRef POD = ObjectRef.of("Pod", "shop", "cart");

    private static List<SecretUse> secrets(PodBuilder builder, KubernetesObject... objects) {
        Pod pod = builder.build();
        return Worlds.security(objects).secrets(pod, pod.spec().containers().get(0));
    }

    private static List<String> described(List<SecretUse> uses) {
        return uses.stream()
                .map(use -> use.secret().qualifiedName() + " " + use.way()
                        + (use.key().isEmpty() ? "" : " " + use.key()) + (use.optional() ? " optional" : ""))
                .toList();
    }

    @Test
    void aMountedSecretIsReadAndItsFieldsAreNamed() {
        List<SecretUse> uses =
                secrets(pod(app().mount("keys", "/keys")).volume("keys", new VolumeSource.SecretFiles("tls", true)));
        assertThat(described(uses)).containsExactly("shop/tls VOLUME optional");
        assertThat(uses.get(0).support().facts())
                .containsExactly(
                        Evidence.stated(POD, "spec.containers[0].volumeMounts[0].mountPath", "/keys"),
                        Evidence.stated(POD, "spec.volumes[0].secret.secretName", "tls"));
    }

    @Test
    void eachProjectedSecretIsRead() {
        VolumeSource both = new VolumeSource.Projected(ImmutableList.of(
                new Projection.SecretFiles("one", false),
                new Projection.ConfigMapFiles("two", false),
                new Projection.SecretFiles("three", true)));
        List<SecretUse> uses = secrets(pod(app().mount("all", "/all")).volume("all", both));
        assertThat(described(uses)).containsExactly("shop/one VOLUME", "shop/three VOLUME optional");
        assertThat(uses.get(1).support().facts().get(1).field())
                .isEqualTo("spec.volumes[0].projected.sources[2].secret.name");
    }

    @Test
    void variablesReadOneKeyOrAll() {
        List<SecretUse> uses = secrets(
                pod(app().environment(new KeyRef(true, "db", "password", false, "env[0].valueFrom.secretKeyRef"))
                        .environment(new KeyRef(true, "all", "", true, "envFrom[0].secretRef"))
                        .environment(new KeyRef(false, "settings", "", false, "envFrom[1].configMapRef"))));
        assertThat(described(uses)).containsExactly("shop/all ENVIRONMENT optional", "shop/db ENVIRONMENT password");
        assertThat(uses.get(1).support().facts())
                .containsExactly(
                        Evidence.stated(POD, "spec.containers[0].env[0].valueFrom.secretKeyRef", "db/password"));
    }

    @Test
    void aContainerReadsWhatItMountsAndNotWhatItsNeighbourDoes() {
        Pod pod = pod(app())
                .container(container("other").mount("keys", "/keys"))
                .volume("keys", new VolumeSource.SecretFiles("tls", false))
                .build();
        PodSecurity security = Worlds.security();
        assertThat(security.secrets(pod, Worlds.container(pod, "app"))).isEmpty();
        assertThat(described(security.secrets(pod, Worlds.container(pod, "other"))))
                .containsExactly("shop/tls VOLUME");
        assertThat(security.nodeSecrets(pod)).isEmpty();
    }

    @Test
    void aSubPathThatIsAKeyShowsThatKeyOnly() {
        PodBuilder one = pod(app().mount("keys", "/x", "tls.crt", true))
                .volume("keys", new VolumeSource.SecretFiles("tls", false));
        assertThat(described(secrets(one, Worlds.secret("tls", "tls.crt", "tls.key"))))
                .containsExactly("shop/tls VOLUME tls.crt");
        assertThat(described(secrets(one, Worlds.secret("tls", "other"))))
                .as("there is no such file")
                .isEmpty();
        assertThat(described(secrets(one))).as("the keys are not known").containsExactly("shop/tls VOLUME tls.crt");
        PodBuilder variable = pod(app().mount("keys", "/x", "$(POD_NAME)", true))
                .volume("keys", new VolumeSource.SecretFiles("tls", false));
        assertThat(described(secrets(variable, Worlds.secret("tls", "tls.crt", "tls.key"))))
                .containsExactly("shop/tls VOLUME");
    }

    @Test
    void itemsChooseKeysAndRenameThem() {
        VolumeSource items = new VolumeSource.SecretFiles(
                "tls", false, ImmutableSortedMap.of("pem/cert", "tls.crt", "pem/key", "tls.key", "note", "note"));
        KubernetesObject secret = Worlds.secret("tls", "note", "password", "tls.crt", "tls.key");
        assertThat(described(secrets(pod(app().mount("keys", "/x")).volume("keys", items), secret)))
                .containsExactly("shop/tls VOLUME note", "shop/tls VOLUME tls.crt", "shop/tls VOLUME tls.key");
        assertThat(described(
                        secrets(pod(app().mount("keys", "/x", "./pem/", true)).volume("keys", items), secret)))
                .containsExactly("shop/tls VOLUME tls.crt", "shop/tls VOLUME tls.key");
        assertThat(described(
                        secrets(pod(app().mount("keys", "/x", "pem/cert", true)).volume("keys", items), secret)))
                .containsExactly("shop/tls VOLUME tls.crt");
        assertThat(described(
                        secrets(pod(app().mount("keys", "/x", "tls.key", true)).volume("keys", items), secret)))
                .as("it is shown at another path")
                .isEmpty();
    }

    @Test
    void everyRoleOfContainerReadsWhatItMounts() {
        for (Container.Role role : Container.Role.values()) {
            Pod pod = pod(container("x").role(role).mount("keys", "/keys"))
                    .volume("keys", new VolumeSource.SecretFiles("tls", false))
                    .build();
            assertThat(described(Worlds.security().secrets(pod, Worlds.container(pod, "x"))))
                    .as(role.name())
                    .containsExactly("shop/tls VOLUME");
        }
    }

    @Test
    void certificatesAreNoSecret() {
        VolumeSource items =
                new VolumeSource.SecretFiles("tls", false, ImmutableSortedMap.of("a", "tls.crt", "b", "tls.key"));
        assertThat(secrets(pod(app().mount("keys", "/x")).volume("keys", items)))
                .extracting(SecretUse::isPublic)
                .containsExactly(true, false);
    }

    @Test
    void theNodeAloneSeesPullSecretsDriversAndVolumesThatNobodyMounts() {
        Pod pod = pod(app().mount("csi", "/csi"))
                .imagePullSecret("registry")
                .volume("csi", new VolumeSource.Csi("store.csi.example", "driver"))
                .volume("idle", new VolumeSource.SecretFiles("forgotten", false))
                .build();
        PodSecurity security = Worlds.security();
        assertThat(described(security.nodeSecrets(pod)))
                .containsExactly(
                        "shop/driver STORAGE_DRIVER",
                        "shop/forgotten UNMOUNTED_VOLUME",
                        "shop/registry IMAGE_PULL optional");
        assertThat(security.secrets(pod, pod.spec().containers().get(0))).isEmpty();
    }

    @Test
    void theNodeAloneSeesTheSecretOfStorageThatItAttaches() {
        Pod pod = pod(app().mount("share", "/share"))
                .volume("share", new VolumeSource.Attached("azureFile", "secretName", "azure"))
                .volume("disk", new VolumeSource.Attached("rbd", "secretRef.name", "ceph"))
                .build();
        PodSecurity security = Worlds.security();
        assertThat(described(security.nodeSecrets(pod)))
                .containsExactly("shop/azure STORAGE_DRIVER", "shop/ceph STORAGE_DRIVER");
        assertThat(security.nodeSecrets(pod))
                .flatExtracting(use -> use.support().facts())
                .containsExactly(
                        Evidence.stated(POD, "spec.volumes[0].azureFile.secretName", "azure"),
                        Evidence.stated(POD, "spec.volumes[1].rbd.secretRef.name", "ceph"));
        assertThat(security.secrets(pod, pod.spec().containers().get(0))).isEmpty();
    }

    @Test
    void pullSecretsOfTheAccountJoinAPodThatNamesNone() {
        KubernetesObject account = Worlds.account("default", Optional.empty(), "shared");
        PodSecurity security = Worlds.security(account);
        assertThat(described(security.nodeSecrets(pod(app()).build())))
                .containsExactly("shop/shared IMAGE_PULL optional");
        assertThat(described(
                        security.nodeSecrets(pod(app()).imagePullSecret("own").build())))
                .containsExactly("shop/own IMAGE_PULL optional");
        assertThat(described(security.nodeSecrets(pod(app()).live().build())))
                .as("a live pod was given them when it was created")
                .isEmpty();
    }
}
