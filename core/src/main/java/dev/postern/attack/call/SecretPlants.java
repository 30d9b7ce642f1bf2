package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Secret;
import dev.postern.model.Subject;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import java.util.Optional;
import java.util.TreeSet;

/** SECRET_TOKEN_PLANT: a Secret that asks for a token, and a look at it once the token controller has filled it. */
final class SecretPlants implements CallBuilder {
    private static final String NAME = PodSpecs.NAME + "-token";

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof Vertex.Identity identity)
                || !(identity.subject() instanceof Subject.ServiceAccount account)) {
            return ImmutableList.of();
        }
        String namespace = account.namespace();
        for (String name : names(attempt)) {
            Optional<Creator> creator = attempt.creatorOf("", "secrets", namespace, name);
            if (creator.isEmpty()) {
                continue;
            }
            if (attempt.facts().cluster().secret(namespace, name).isPresent()) {
                continue;
            }
            ImmutableList<ApiCall> read = SecretReads.of(attempt, new Vertex.SecretRead(namespace, name, ""));
            if (!read.isEmpty()) {
                return AccountCreations.before(
                        attempt,
                        account,
                        ImmutableList.<ApiCall>builder()
                                .add(create(creator.get(), account, name))
                                .addAll(read)
                                .build());
            }
        }
        return ImmutableList.of();
    }

    /** A name of our own, then those to which somebody's right to read is limited. */
    private static ImmutableList<String> names(Attempt attempt) {
        TreeSet<String> limits = new TreeSet<>();
        for (Permit permit : attempt.facts()
                .rbac()
                .permits(
                        Permission.of("get", "", "secrets").or("patch"),
                        Permission.of("list", "", "secrets").or("watch"))) {
            limits.addAll(permit.names());
        }
        return ImmutableList.<String>builder().add(NAME).addAll(limits).build();
    }

    private static ApiCall create(Creator creator, Subject.ServiceAccount account, String name) {
        ImmutableMap<String, Object> secret = ImmutableMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                ImmutableMap.of(
                        "name",
                        name,
                        "namespace",
                        account.namespace(),
                        "annotations",
                        ImmutableMap.of("kubernetes.io/service-account.name", account.name())),
                "type",
                Secret.SERVICE_ACCOUNT_TOKEN);
        return creator.lastingly(ApiPath.of("", "v1", account.namespace(), "secrets"), secret);
    }
}
