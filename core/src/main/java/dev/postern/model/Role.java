package dev.postern.model;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A Role or a ClusterRole.
 *
 * @param clusterRole whether this is a ClusterRole
 * @param aggregationSelectors the selectors of {@code aggregationRule}; empty Optional when there is no such rule
 */
public record Role(
        ObjectMeta meta,
        boolean clusterRole,
        ImmutableList<PolicyRule> rules,
        Optional<ImmutableList<LabelSelector>> aggregationSelectors)
        implements KubernetesObject {
    @Override
    public String kind() {
        return clusterRole ? "ClusterRole" : "Role";
    }
}
