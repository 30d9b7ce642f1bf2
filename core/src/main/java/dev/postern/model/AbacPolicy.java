package dev.postern.model;

/**
 * A line of a policy file of the API server's ABAC authorizer, as written. It is no object of the API and has no name of
 * its own: it is called after its place.
 *
 * @param unversioned whether the line is of version 0, which has no {@code apiVersion}, no {@code apiGroup} and no {@code
 *     nonResourcePath}, and in which an absent field means any
 * @param user empty for absent, as in every field that follows
 */
public record AbacPolicy(
        ObjectMeta meta,
        boolean unversioned,
        String user,
        String group,
        boolean readonly,
        String apiGroup,
        String resource,
        String namespace,
        String nonResourcePath)
        implements KubernetesObject {
    @Override
    public String kind() {
        return "Policy";
    }
}
