package dev.postern.ingest;

import dev.postern.model.CalicoRule.Action;
import dev.postern.model.CalicoTier;
import java.util.Optional;

/** Tiers of Calico's policies. */
final class CalicoTierReader {
    private Metadata metadata = Metadata.NONE;
    private Optional<Double> order = Optional.empty();
    private Optional<Action> defaultAction = Optional.empty();
    private String unread = "";

    private CalicoTierReader() {}

    static CalicoTier read(Values in, Identity identity) {
        CalicoTierReader tier = new CalicoTierReader();
        if (in.object()) {
            while (in.next()) {
                int errors = in.errors();
                switch (in.key()) {
                    case "metadata" -> tier.metadata = Metadata.read(in);
                    case "spec" -> {
                        tier.spec(in);
                        tier.unread(in.errors() > errors ? "spec" : "");
                    }
                    default -> in.skip();
                }
            }
        }
        return new CalicoTier(
                ClusterObjectReader.bare(tier.metadata.of(identity)), tier.order, tier.defaultAction, tier.unread);
    }

    private void unread(String field) {
        unread = unread.isEmpty() ? field : unread;
    }

    private void spec(Values in) {
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                int errors = in.errors();
                switch (key) {
                    case "order" -> order = CalicoPolicyReader.order(in);
                    case "defaultAction" -> {
                        String text = in.symbol();
                        defaultAction = text.isEmpty() ? Optional.empty() : Optional.of(CalicoRuleReader.action(text));
                    }
                    default -> {
                        unread(in.isNull() ? "" : key);
                        in.skip();
                    }
                }
                unread(in.errors() > errors ? key : "");
            }
        }
    }
}
