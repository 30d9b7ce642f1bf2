package dev.postern.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Optional;

/**
 * A PeerAuthentication of Istio ({@code security.istio.io/v1} and {@code v1beta1}): whether the proxy beside a pod
 * takes connections without mutual TLS. Source: istio/api, {@code security/v1beta1/peer_authentication.proto}.
 *
 * @param created when it was made, as of several in one scope the oldest counts; where not stated, before all others
 * @param selector of pods, by {@code matchLabels} alone; absent and empty make it one of its namespace, or of the mesh
 * @param mode {@link Mode#UNSET} also where absent
 * @param ports modes of single ports of the pods
 * @param unknown paths of fields that no version known here has
 * @param malformed what is wrong about the first value of a type or at a place that the API server refuses
 */
public record PeerAuthentication(
        ObjectMeta meta,
        Optional<Instant> created,
        Optional<LabelSelector> selector,
        Mode mode,
        ImmutableSortedMap<Integer, Mode> ports,
        ImmutableList<String> unknown,
        Optional<String> malformed)
        implements KubernetesObject {
    public static final String KIND = "PeerAuthentication";

    /** What the proxy takes. */
    public enum Mode {
        /** As the next wider scope has it. */
        UNSET,
        /** Plain text only. */
        DISABLE,
        /** Both. */
        PERMISSIVE,
        /** Mutual TLS only. */
        STRICT,
        /** A text that the API server refuses. */
        INVALID
    }

    /** Whether it is for some pods of a namespace rather than for a whole one. */
    public boolean isOfWorkloads() {
        return selector.isPresent() && !selector.get().selectsEverything();
    }

    @Override
    public String kind() {
        return KIND;
    }
}
