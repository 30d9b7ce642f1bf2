package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AdminPolicy;
import dev.postern.model.AdminPolicy.Tier;
import dev.postern.model.AdminPolicyPeer;
import dev.postern.model.AdminPolicyPort;
import dev.postern.model.AdminPolicyRule;
import dev.postern.model.AdminPolicyRule.Action;
import java.util.Optional;

/**
 * AdminNetworkPolicies, BaselineAdminNetworkPolicies and ClusterNetworkPolicies. What the API server refuses is kept as such:
 * the authority on networks says so, and leaves the whole policy out.
 */
final class AdminPolicyReader {
    private final String kind;
    private Metadata metadata = Metadata.NONE;
    private Tier tier = Tier.INVALID;
    private Optional<Integer> priority = Optional.empty();
    private AdminPolicyPeer subject = new AdminPolicyPeer.Invalid("is missing");
    private ImmutableList<AdminPolicyRule> ingress = ImmutableList.of();
    private ImmutableList<AdminPolicyRule> egress = ImmutableList.of();

    private AdminPolicyReader(String kind) {
        this.kind = kind;
    }

    static AdminPolicy read(Values in, Identity identity) {
        AdminPolicyReader policy = new AdminPolicyReader(identity.kind());
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> policy.metadata = Metadata.read(in);
                    case "spec" -> policy.checked(in);
                    default -> in.skip();
                }
            }
        }
        return policy.build(identity);
    }

    /** A value of a wrong type is never nothing: a rule without the ports that somebody wrote would be for all of them. */
    private void checked(Values in) {
        int before = in.wrongTypes();
        spec(in);
        if (in.wrongTypes() > before) {
            subject = new AdminPolicyPeer.Invalid("is in a spec that holds a value of a wrong type");
        }
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "tier" -> tier = tier(in.symbol());
                case "priority" -> priority = priority(in);
                case "subject" -> subject = AdminPolicyPeers.read(in, false);
                case "ingress" -> ingress = in.objects(() -> rule(in, false));
                case "egress" -> egress = in.objects(() -> rule(in, true));
                default -> in.skip();
            }
        }
    }

    private static Tier tier(String text) {
        return text.equals("Admin") ? Tier.ADMIN : text.equals("Baseline") ? Tier.BASELINE : Tier.INVALID;
    }

    private static Optional<Integer> priority(Values in) {
        return in.isNull() ? Optional.empty() : Optional.of(in.integer(Integer.MIN_VALUE));
    }

    private AdminPolicyRule rule(Values in, boolean egressRule) {
        String name = "";
        Action action = Action.INVALID;
        ImmutableList<AdminPolicyPeer> peers = ImmutableList.of();
        ImmutableList<AdminPolicyPort> ports = ImmutableList.of();
        String peersField = egressRule ? "to" : "from";
        String portsField = kind.equals(AdminPolicy.CLUSTER) ? "protocols" : "ports";
        if (in.object()) {
            while (in.next()) {
                String key = in.key();
                if (key.equals("name")) {
                    name = in.string();
                } else if (key.equals("action")) {
                    action = action(in.symbol());
                } else if (key.equals(peersField)) {
                    peers = in.objects(() -> AdminPolicyPeers.read(in, egressRule));
                } else if (key.equals(portsField)) {
                    ports = kind.equals(AdminPolicy.CLUSTER)
                            ? AdminPolicyPorts.protocols(in)
                            : AdminPolicyPorts.ports(in);
                } else {
                    in.skip();
                }
            }
        }
        return new AdminPolicyRule(name, action, peers, ports);
    }

    private Action action(String text) {
        switch (text) {
            case "Allow":
                return kind.equals(AdminPolicy.CLUSTER) ? Action.INVALID : Action.ALLOW;
            case "Accept":
                return kind.equals(AdminPolicy.CLUSTER) ? Action.ALLOW : Action.INVALID;
            case "Deny":
                return Action.DENY;
            case "Pass":
                return kind.equals(AdminPolicy.BASELINE) ? Action.INVALID : Action.PASS;
            default:
                return Action.INVALID;
        }
    }

    private AdminPolicy build(Identity identity) {
        Tier stated =
                kind.equals(AdminPolicy.CLUSTER) ? tier : kind.equals(AdminPolicy.ADMIN) ? Tier.ADMIN : Tier.BASELINE;
        return new AdminPolicy(
                metadata.of(identity),
                kind,
                stated,
                kind.equals(AdminPolicy.BASELINE) ? Optional.empty() : priority,
                subject,
                ingress,
                egress);
    }
}
