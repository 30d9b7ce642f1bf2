package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.LabelSelector;
import dev.postern.model.PolicyRule;
import dev.postern.model.Role;
import java.util.Optional;

/** Roles and ClusterRoles. */
final class RoleReader {
    private RoleReader() {}

    static Role read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        ImmutableList<PolicyRule> rules = ImmutableList.of();
        Optional<ImmutableList<LabelSelector>> aggregation = Optional.empty();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "rules" -> rules = in.objects(() -> rule(in));
                    case "aggregationRule" -> aggregation = aggregation(in);
                    default -> in.skip();
                }
            }
        }
        return new Role(metadata.of(identity), identity.kind().equals("ClusterRole"), rules, aggregation);
    }

    private static PolicyRule rule(Values in) {
        ImmutableList<String> verbs = ImmutableList.of();
        ImmutableList<String> apiGroups = ImmutableList.of();
        ImmutableList<String> resources = ImmutableList.of();
        ImmutableList<String> resourceNames = ImmutableList.of();
        ImmutableList<String> nonResourceUrls = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "verbs" -> verbs = in.strings();
                    case "apiGroups" -> apiGroups = in.strings();
                    case "resources" -> resources = in.strings();
                    case "resourceNames" -> resourceNames = in.strings();
                    case "nonResourceURLs" -> nonResourceUrls = in.strings();
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new PolicyRule(verbs, apiGroups, resources, resourceNames, nonResourceUrls));
    }

    private static Optional<ImmutableList<LabelSelector>> aggregation(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        ImmutableList<LabelSelector> selectors = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "clusterRoleSelectors" -> selectors = in.objects(() -> SelectorReader.read(in));
                    default -> in.skip();
                }
            }
        }
        return Optional.of(selectors);
    }
}
