package dev.postern.ingest;

import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoRule.Action;
import java.util.Optional;

/** Rules of Calico's policies. The first field that is not known, or not of its type, is named in the rule. */
final class CalicoRuleReader {
    private Action action = Action.INVALID;
    private Optional<CalicoProtocol> protocol = Optional.empty();
    private Optional<CalicoProtocol> notProtocol = Optional.empty();
    private Optional<Integer> ipVersion = Optional.empty();
    private boolean icmp;
    private boolean notIcmp;
    private boolean http;
    private CalicoEntity source = CalicoEntity.ANY;
    private CalicoEntity destination = CalicoEntity.ANY;
    private String unread = "";

    private CalicoRuleReader() {}

    /** The rule here; one that is null is a rule without fields, as it is to the API server. */
    static CalicoRule read(Values in) {
        CalicoRuleReader rule = new CalicoRuleReader();
        int errors = in.errors();
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                errors = in.errors();
                rule.field(in, key);
                rule.unread(in.errors() > errors ? key : "");
            }
        } else {
            rule.unread(in.errors() > errors ? "action" : "");
        }
        return rule.build();
    }

    private void unread(String field) {
        unread = unread.isEmpty() ? field : unread;
    }

    private void field(Values in, String key) {
        switch (key) {
            case "action" -> action = action(in.symbol());
            case "protocol" -> protocol = protocol(in);
            case "notProtocol" -> notProtocol = protocol(in);
            case "ipVersion" -> ipVersion = ipVersion(in);
            case "icmp" -> icmp = present(in);
            case "notICMP" -> notIcmp = present(in);
            case "http" -> http = present(in);
            case "source" -> source = entity(in, key);
            case "destination" -> destination = entity(in, key);
            case "metadata" -> in.skip();
            default -> {
                unread(in.isNull() ? "" : key);
                in.skip();
            }
        }
    }

    static Action action(String text) {
        switch (text) {
            case "Allow":
                return Action.ALLOW;
            case "Deny":
                return Action.DENY;
            case "Pass":
                return Action.PASS;
            case "Log":
                return Action.LOG;
            default:
                return Action.INVALID;
        }
    }

    /** By name or by number; an empty text is one that the API server refuses. */
    private static Optional<CalicoProtocol> protocol(Values in) {
        if (in.isNull()) {
            in.skip();
            return Optional.empty();
        }
        Optional<String> text = CalicoPorts.text(in);
        return text.map(CalicoProtocol::of);
    }

    private static Optional<Integer> ipVersion(Values in) {
        return in.isNull() ? Optional.empty() : Optional.of(in.integer(0));
    }

    private static boolean present(Values in) {
        boolean present = !in.isNull();
        in.skip();
        return present;
    }

    private CalicoEntity entity(Values in, String key) {
        CalicoEntityReader entity = new CalicoEntityReader();
        entity.read(in);
        unread(entity.unread().isEmpty() ? "" : key + "." + entity.unread());
        return entity.build();
    }

    private CalicoRule build() {
        // Without the protocol that has types of its own, no dataplane says what "not that type" matches.
        if (notIcmp && protocol.filter(CalicoProtocol::isIcmp).isEmpty()) {
            unread("notICMP");
        }
        return new CalicoRule(
                action, protocol, notProtocol, ipVersion, icmp || notIcmp, http, source, destination, unread);
    }
}
