package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyExemption;
import dev.postern.model.PolicyExemption.Place;
import dev.postern.model.PolicyExemption.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * PolicyExceptions of Kyverno from policies that are written in CEL: whole policies, by kind and name, wherever the pods are.
 * Source: kyverno/api {@code api/policies.kyverno.io/v1alpha1/policy_exception.go}.
 */
final class CelExceptionReader {
    private static final ImmutableList<String> ALL = ImmutableList.of("*");

    private Metadata metadata = Metadata.NONE;
    private final List<Rules> rules = new ArrayList<>();
    private boolean limited;

    private CelExceptionReader() {}

    static PolicyExemption read(Values in, Identity identity) {
        CelExceptionReader reader = new CelExceptionReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> reader.metadata = Metadata.read(in);
                    case "spec" -> reader.spec(in);
                    default -> in.skip();
                }
            }
        }
        Place everywhere = new Place("spec.policyRefs", ImmutableList.of(), ImmutableList.of(), !reader.limited);
        return new PolicyExemption(
                identity.kind(),
                ClusterObjectReader.bare(reader.metadata.of(identity)),
                ImmutableList.copyOf(reader.rules),
                ImmutableList.of(everywhere));
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "policyRefs" -> policies(in);
                    // How it is reported, and why it is there.
                    case "reportResult", "properties" -> in.skip();
                    default -> {
                        limited |= !in.isNull();
                        in.skip();
                    }
                }
            }
        }
    }

    private void policies(Values in) {
        if (in.array()) {
            while (in.element()) {
                String kind = "";
                String name = "";
                if (in.object()) {
                    while (in.next()) {
                        switch (in.key()) {
                            case "kind" -> kind = in.symbol();
                            case "name" -> name = in.string();
                            default -> in.skip();
                        }
                    }
                }
                rules.add(new Rules(kind, name, ALL));
            }
        }
    }
}
