package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Decision;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Secret;
import dev.postern.model.Support;
import dev.postern.model.Volume;
import dev.postern.model.VolumeMount;
import dev.postern.model.VolumeSource;
import dev.postern.model.VolumeSource.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides into which containers a token of the pod's service account goes.
 *
 * <p>The API server injects the token's volume when the pod is created. So where the input's live pods have such
 * volumes, the volumes of a live pod tell everything. Elsewhere (manifests, templates, dumps without these volumes) the
 * {@link Automount} rule says what will be injected: into every container, init containers included, that does not
 * already mount something at the token's place. Not into ephemeral containers, which never pass through that admission,
 * and not into mirrors of static pods.
 *
 * <p>A token counts when the API server accepts it ({@link Audiences}). A Secret of type service-account-token counts when
 * it belongs to the pod's own account; another account's is a Secret like others.
 */
final class TokenMounts {
    /** Where the API server mounts the token. */
    private static final String PLACE = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** What the volume holds beside the token, in case a subPath picks one file. */
    private static final ImmutableSet<String> OTHER_FILES = ImmutableSet.of("ca.crt", "namespace");

    private final Cluster cluster;
    private final boolean volumesTell;

    TokenMounts(Cluster cluster) {
        this.cluster = cluster;
        this.volumesTell = cluster.pods().stream().anyMatch(TokenMounts::isLiveWithToken);
    }

    private static boolean isLiveWithToken(Pod pod) {
        return isLive(pod)
                && pod.spec().containers().stream()
                        .flatMap(container -> container.volumeMounts().stream())
                        .anyMatch(mount -> mount.mountPath().equals(PLACE));
    }

    private static boolean isLive(Pod pod) {
        return pod.meta().live() && !pod.virtual();
    }

    Decision decide(Pod pod, Container container) {
        List<Support> supports = new ArrayList<>();
        for (int i = 0; i < container.volumeMounts().size(); i++) {
            mounted(pod, container, i).ifPresent(supports::add);
        }
        Automount automount = Automount.of(cluster, pod);
        Optional<Evidence> notInjected = notInjected(pod, container);
        if (notInjected.isEmpty() && automount.enabled()) {
            supports.add(Support.of(account(pod)).and(automount.support()));
        }
        if (!supports.isEmpty()) {
            return Decision.allowed(supports.stream().sorted().distinct().collect(ImmutableList.toImmutableList()));
        }
        return automount.enabled() && notInjected.isPresent()
                ? Decision.denied(Support.of(notInjected.get()))
                : Decision.denied(automount.support());
    }

    /**
     * Whether this container gets a token when the pod is made anew once the service account allows it: the account forbids
     * it now, and the pod says nothing of its own.
     */
    Decision decideOnceAccountAllows(Pod pod, Container container) {
        Automount automount = Automount.of(cluster, pod);
        boolean byAccount = pod.spec().automountServiceAccountToken().isEmpty() && !automount.enabled();
        boolean injected = container.role() != Container.Role.EPHEMERAL
                && !pod.mirror()
                && container.volumeMounts().stream()
                        .noneMatch(mount -> mount.mountPath().equals(PLACE));
        if (!byAccount || !injected || decide(pod, container).isAllowed()) {
            return Decision.denied();
        }
        return Decision.allowed(automount
                .support()
                .and(Support.of(
                        Fields.byDefault(pod, "automountServiceAccountToken", "as the ServiceAccount says"),
                        account(pod))));
    }

    /** Why admission does, or did, not inject a token into this container whatever the automount fields say. */
    private Optional<Evidence> notInjected(Pod pod, Container container) {
        if (container.role() == Container.Role.EPHEMERAL) {
            return Optional.of(Fields.stated(pod, container, "name", container.name() + " (ephemeral)"));
        }
        if (pod.mirror()) {
            return Optional.of(Evidence.stated(pod.object(), "", "mirror of a static pod"));
        }
        for (int i = 0; i < container.volumeMounts().size(); i++) {
            VolumeMount mount = container.volumeMounts().get(i);
            if (mount.mountPath().equals(PLACE)) {
                return Optional.of(mountPath(pod, container, i));
            }
        }
        return volumesTell && isLive(pod)
                ? Optional.of(Fields.stated(pod, container, "volumeMounts", "no token of the API server"))
                : Optional.empty();
    }

    private Optional<Support> mounted(Pod pod, Container container, int index) {
        VolumeMount mount = container.volumeMounts().get(index);
        if (OTHER_FILES.contains(mount.subPath())) {
            return Optional.empty();
        }
        Optional<Volume> volume = Volumes.named(pod, mount.volume());
        return volume.flatMap(found -> token(pod, found, mount)).map(evidence -> {
            List<Evidence> facts = new ArrayList<>();
            facts.add(account(pod));
            facts.add(mountPath(pod, container, index));
            facts.addAll(evidence);
            return Support.of(facts);
        });
    }

    private Optional<List<Evidence>> token(Pod pod, Volume volume, VolumeMount mount) {
        if (volume.source() instanceof VolumeSource.Projected projected) {
            for (int i = 0; i < projected.sources().size(); i++) {
                if (projected.sources().get(i) instanceof Projection.Token token
                        && Audiences.isApiServer(token.audience())) {
                    return Optional.of(List.of(projection(pod, volume, i, token)));
                }
                if (projected.sources().get(i) instanceof Projection.SecretFiles secret
                        && isOwnToken(pod, secret.secretName())
                        && showsToken(pod, secret.secretName(), secret.items(), mount)) {
                    String field = volume.field() + ".projected.sources[" + i + "].secret.name";
                    return Optional.of(List.of(Fields.stated(pod, field, secret.secretName())));
                }
            }
        } else if (volume.source() instanceof VolumeSource.SecretFiles secret
                && showsToken(pod, secret.secretName(), secret.items(), mount)) {
            Evidence name = Fields.stated(pod, volume.field() + ".secret.secretName", secret.secretName());
            if (isOwnToken(pod, secret.secretName())) {
                return Optional.of(List.of(name));
            }
            // What servers before v1.22 injected, in a dump without Secrets.
            if (mount.mountPath().equals(PLACE)
                    && cluster.secret(pod.namespace(), secret.secretName()).isEmpty()) {
                ObjectRef ref = ObjectRef.of("Secret", pod.namespace(), secret.secretName());
                return Optional.of(List.of(name, Evidence.assumed(ref, "type", Secret.SERVICE_ACCOUNT_TOKEN)));
            }
        }
        return Optional.empty();
    }

    private boolean showsToken(Pod pod, String secret, Map<String, String> items, VolumeMount mount) {
        ImmutableSortedSet<String> keys = ShownKeys.of(cluster.secret(pod.namespace(), secret), items, mount.subPath());
        return keys.contains(ShownKeys.ALL) || keys.contains("token");
    }

    private static Evidence projection(Pod pod, Volume volume, int index, Projection.Token token) {
        String field = volume.field() + ".projected.sources[" + index + "].serviceAccountToken";
        return token.audience().isEmpty()
                ? Fields.stated(pod, field, "for the API server")
                : Fields.stated(pod, field + ".audience", token.audience());
    }

    private boolean isOwnToken(Pod pod, String secretName) {
        return cluster.secret(pod.namespace(), secretName)
                .filter(secret -> secret.type().equals(Secret.SERVICE_ACCOUNT_TOKEN))
                .filter(secret ->
                        secret.serviceAccountName().equals(pod.serviceAccount().name()))
                .isPresent();
    }

    private static Evidence mountPath(Pod pod, Container container, int index) {
        return Fields.stated(
                pod,
                container,
                "volumeMounts[" + index + "].mountPath",
                container.volumeMounts().get(index).mountPath());
    }

    private static Evidence account(Pod pod) {
        return pod.spec()
                .serviceAccountName()
                .map(name -> Fields.stated(pod, "serviceAccountName", name))
                .orElseGet(() -> Fields.byDefault(pod, "serviceAccountName", "default"));
    }
}
