package dev.postern.model;

import com.google.common.collect.ImmutableSortedSet;

/**
 * What a namespace may use up.
 *
 * @param limited the keys of {@code spec.hard}: what is counted, for instance {@code pods}, {@code count/secrets}, {@code
 *     count/jobs.batch} or {@code requests.cpu}
 * @param scoped whether it counts some pods only ({@code spec.scopes}, {@code spec.scopeSelector})
 */
public record ResourceQuota(ObjectMeta meta, ImmutableSortedSet<String> limited, boolean scoped)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "ResourceQuota";
    }
}
