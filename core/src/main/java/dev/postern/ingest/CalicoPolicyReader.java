package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoPolicy;
import dev.postern.model.CalicoPolicy.HostRules;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoSelector;
import java.util.Optional;

/**
 * Policies of Calico, without any default applied. What the API server refuses is kept as such; a field that is not known, or
 * not of its type, is named: a rule that has one must not count as one that has not.
 */
final class CalicoPolicyReader {
    private final boolean global;
    private Metadata metadata = Metadata.NONE;
    private String tier = "";
    private Optional<Double> order = Optional.empty();
    private Optional<CalicoSelector> selector = Optional.empty();
    private Optional<CalicoSelector> namespaceSelector = Optional.empty();
    private Optional<CalicoSelector> serviceAccountSelector = Optional.empty();
    private ImmutableList<String> types = ImmutableList.of();
    private ImmutableList<CalicoRule> ingress = ImmutableList.of();
    private ImmutableList<CalicoRule> egress = ImmutableList.of();
    private boolean doNotTrack;
    private boolean preDnat;
    private boolean applyOnForward;
    private String unread = "";

    private CalicoPolicyReader(boolean global) {
        this.global = global;
    }

    static CalicoPolicy read(Values in, Identity identity) {
        CalicoPolicyReader policy = new CalicoPolicyReader(!identity.isNamespaced());
        boolean named = identity.kind().equals(CalicoPolicy.STAGED_KUBERNETES);
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.read(in);
                    case "spec" -> {
                        if (named) {
                            in.skip();
                        } else {
                            policy.spec(in);
                        }
                    }
                    default -> in.skip();
                }
            }
        }
        return policy.build(identity);
    }

    private void spec(Values in) {
        int errors = in.errors();
        if (!in.object()) {
            noteErrors(in, errors, "spec");
            return;
        }
        while (in.next()) {
            String key = in.key();
            errors = in.errors();
            if (key.equals("ingress") || key.equals("egress")) {
                rules(in, key);
                continue;
            }
            if (!field(in, key) && !(global && globalField(in, key))) {
                if (!in.isNull()) {
                    unread(key);
                }
                in.skip();
            }
            noteErrors(in, errors, key);
        }
    }

    private void noteErrors(Values in, int before, String field) {
        if (in.errors() > before) {
            unread(field);
        }
    }

    private void unread(String field) {
        unread = unread.isEmpty() ? field : unread;
    }

    private boolean field(Values in, String key) {
        switch (key) {
            case "tier" -> tier = in.symbol();
            case "order" -> order = order(in);
            case "selector" -> selector = CalicoSelectors.read(in);
            case "serviceAccountSelector" -> serviceAccountSelector = CalicoSelectors.read(in);
            case "types" -> types = in.strings();
            // How fast it is put in place, and what a staged one would do.
            case "performanceHints", "stagedAction" -> in.skip();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Fields that a policy of a namespace does not have. */
    private boolean globalField(Values in, String key) {
        switch (key) {
            case "namespaceSelector" -> namespaceSelector = CalicoSelectors.read(in);
            case "doNotTrack" -> doNotTrack = in.bool();
            case "preDNAT" -> preDnat = in.bool();
            case "applyOnForward" -> applyOnForward = in.bool();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Negative and positive zero are one place. */
    static Optional<Double> order(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        return Optional.of(in.number() + 0.0);
    }

    /** What is wrong in a rule is a matter of that rule alone, and a rule that is no map is one of which nothing is known. */
    private void rules(Values in, String key) {
        int errors = in.errors();
        if (!in.array()) {
            noteErrors(in, errors, key);
            return;
        }
        ImmutableList.Builder<CalicoRule> rules = ImmutableList.builder();
        while (in.element()) {
            rules.add(CalicoRuleReader.read(in));
        }
        if (key.equals("egress")) {
            egress = rules.build();
        } else {
            ingress = rules.build();
        }
    }

    private CalicoPolicy build(Identity identity) {
        return new CalicoPolicy(
                CalicoNames.of(metadata.of(identity), tier),
                identity.kind(),
                tier,
                order,
                selector,
                namespaceSelector,
                serviceAccountSelector,
                types,
                ingress,
                egress,
                new HostRules(doNotTrack, preDnat, applyOnForward),
                unread);
    }
}
