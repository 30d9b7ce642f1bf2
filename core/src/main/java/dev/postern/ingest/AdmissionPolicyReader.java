package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AdmissionPolicy;
import dev.postern.model.AdmissionPolicy.Check;
import dev.postern.model.AdmissionPolicy.Forbidden;
import dev.postern.model.LabelSelector;
import java.util.Map;
import java.util.Optional;

/** Constraints of Gatekeeper: of its library those over pods by their kind, of all others only whether they look at pods. */
final class AdmissionPolicyReader {
    static final String CONSTRAINTS = "constraints.gatekeeper.sh";
    private static final Map<String, Forbidden> LIBRARY = Map.of(
            "K8sPSPPrivilegedContainer", Forbidden.PRIVILEGED,
            "K8sPSPHostNamespace", Forbidden.HOST_NAMESPACES,
            "K8sPSPHostFilesystem", Forbidden.HOST_PATHS,
            "K8sPSPCapabilities", Forbidden.CAPABILITIES);

    private Metadata metadata = Metadata.NONE;
    private boolean refuses = true;
    private boolean pods = true;
    private boolean limited;
    private ImmutableList<String> namespaces = ImmutableList.of();
    private ImmutableList<String> excluded = ImmutableList.of();
    private Optional<LabelSelector> selector = Optional.empty();

    private AdmissionPolicyReader() {}

    static AdmissionPolicy constraint(Values in, Identity identity) {
        AdmissionPolicyReader reader = new AdmissionPolicyReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> reader.metadata = Metadata.read(in);
                    case "spec" -> reader.spec(in);
                    default -> in.skip();
                }
            }
        }
        Forbidden forbidden = LIBRARY.get(identity.kind());
        Check check = new Check(
                "spec",
                "",
                ImmutableList.of(),
                reader.refuses,
                "",
                "",
                forbidden == null ? ImmutableSet.of() : ImmutableSet.of(forbidden),
                forbidden != null && !reader.limited,
                reader.namespaces,
                reader.excluded,
                reader.selector);
        return new AdmissionPolicy(
                identity.kind(),
                ClusterObjectReader.bare(reader.metadata.of(identity)),
                "",
                reader.pods ? ImmutableList.of(check) : ImmutableList.of());
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "enforcementAction" -> {
                        String action = in.symbol();
                        refuses = action.isEmpty() || action.equals("deny") || action.equals("scoped");
                        limited |= action.equals("scoped");
                    }
                    case "match" -> match(in);
                    case "parameters" -> parameters(in);
                    default -> in.skip();
                }
            }
        }
    }

    private void match(Values in) {
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "kinds" -> pods = kinds(in);
                    case "namespaces" -> namespaces = in.strings();
                    case "excludedNamespaces" -> excluded = in.strings();
                    case "namespaceSelector" -> selector = SelectorReader.optional(in);
                    case "scope" -> limited |= in.symbol().equals("Cluster");
                    default -> {
                        limited = true;
                        in.skip();
                    }
                }
            }
        }
    }

    private static boolean kinds(Values in) {
        boolean pods = false;
        if (in.array()) {
            while (in.element()) {
                if (in.object()) {
                    while (in.next()) {
                        if (in.key().equals("kinds")) {
                            ImmutableList<String> named = in.strings();
                            pods |= named.isEmpty() || named.contains("*") || named.contains("Pod");
                        } else {
                            in.skip();
                        }
                    }
                }
            }
        }
        return pods;
    }

    /** Whatever is exempt or allowed may be what an attacker takes. */
    private void parameters(Values in) {
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("requiredDropCapabilities")) {
                    in.skip();
                } else if (in.isNull()) {
                    in.skip();
                } else {
                    limited |= in.array() ? elements(in) : true;
                }
            }
        }
    }

    private static boolean elements(Values in) {
        boolean any = false;
        while (in.element()) {
            any = true;
            in.skip();
        }
        return any;
    }
}
