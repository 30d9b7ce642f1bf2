package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.PolicyExemption;
import dev.postern.model.PolicyExemption.Place;
import dev.postern.model.PolicyExemption.Rules;
import java.util.ArrayList;
import java.util.List;

/** PolicyExceptions of Kyverno, and the Config of Gatekeeper. */
final class PolicyExemptionReader {
    static final String CONFIG_GROUP = "config.gatekeeper.sh";

    private Metadata metadata = Metadata.NONE;
    private final List<Rules> rules = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private boolean limited;

    private PolicyExemptionReader() {}

    static PolicyExemption config(Values in, Identity identity) {
        PolicyExemptionReader reader = new PolicyExemptionReader();
        reader.read(in, true);
        return reader.of(identity);
    }

    static PolicyExemption exception(Values in, Identity identity) {
        PolicyExemptionReader reader = new PolicyExemptionReader();
        reader.read(in, false);
        return reader.of(identity);
    }

    private PolicyExemption of(Identity identity) {
        return new PolicyExemption(
                identity.kind(),
                ClusterObjectReader.bare(metadata.of(identity)),
                ImmutableList.copyOf(rules),
                places.stream()
                        .map(place -> new Place(
                                place.field(), place.namespaces(), place.processes(), place.understood() && !limited))
                        .collect(ImmutableList.toImmutableList()));
    }

    private void read(Values in, boolean config) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "spec" -> spec(in, config);
                    default -> in.skip();
                }
            }
        }
    }

    private void spec(Values in, boolean config) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "match" -> {
                        if (config) {
                            entries(in);
                        } else {
                            pods(in);
                        }
                    }
                    case "exceptions" -> exceptions(in);
                    case "conditions", "podSecurity" -> {
                        limited |= !in.isNull();
                        in.skip();
                    }
                    default -> in.skip();
                }
            }
        }
    }

    /** The namespaces that Gatekeeper leaves out. */
    private void entries(Values in) {
        if (in.array()) {
            while (in.element()) {
                String field = "spec.match[" + in.index() + "]";
                ImmutableList<String> namespaces = ImmutableList.of();
                ImmutableList<String> processes = ImmutableList.of();
                if (in.object()) {
                    while (in.next()) {
                        switch (in.key()) {
                            case "excludedNamespaces" -> namespaces = in.strings();
                            case "processes" -> processes = in.strings();
                            default -> in.skip();
                        }
                    }
                }
                if (!namespaces.isEmpty() && !processes.isEmpty()) {
                    places.add(new Place(field, namespaces, processes, true));
                }
            }
        }
    }

    /** The pods that Kyverno lets past. */
    private void pods(Values in) {
        for (KyvernoMatch match : KyvernoMatch.alternatives(in)) {
            if (match.pods()) {
                places.add(new Place("spec.match", match.namespaces(), ImmutableList.of(), match.understood()));
            }
        }
    }

    private void exceptions(Values in) {
        if (in.array()) {
            while (in.element()) {
                String policy = "";
                ImmutableList<String> names = ImmutableList.of();
                if (in.object()) {
                    while (in.next()) {
                        switch (in.key()) {
                            case "policyName" -> policy = in.string();
                            case "ruleNames" -> names = in.strings();
                            default -> in.skip();
                        }
                    }
                }
                rules.add(new Rules("", policy, names));
            }
        }
    }
}
