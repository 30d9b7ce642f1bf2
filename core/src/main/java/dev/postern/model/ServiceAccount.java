package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** A ServiceAccount object. */
public record ServiceAccount(
        ObjectMeta meta,
        Optional<Boolean> automountServiceAccountToken,
        ImmutableList<String> secrets,
        ImmutableList<String> imagePullSecrets)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "ServiceAccount";
    }

    /** The identity this object gives to pods. */
    public Subject.ServiceAccount subject() {
        return Subject.serviceAccount(meta.namespace(), meta.name());
    }
}
