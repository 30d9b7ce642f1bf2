package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CiliumIcmp;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import java.util.Optional;

/** Rules of Cilium's policies. */
final class CiliumRuleReader {
    private final Values in;
    private final boolean egress;
    private final boolean deny;
    private final Unread unread;
    private final ImmutableList.Builder<CiliumPeers> peers = ImmutableList.builder();
    private ImmutableList<CiliumPortRule> ports = ImmutableList.of();
    private ImmutableList<ImmutableList<CiliumIcmp>> icmps = ImmutableList.of();
    private Optional<String> authentication = Optional.empty();

    private CiliumRuleReader(Values in, Unread unread, boolean egress, boolean deny) {
        this.in = in;
        this.egress = egress;
        this.deny = deny;
        this.unread = unread;
    }

    static CiliumRule read(Values in, Unread unread, boolean egress, boolean deny) {
        CiliumRuleReader rule = new CiliumRuleReader(in, unread, egress, deny);
        if (in.object()) {
            while (in.next()) {
                rule.field(in.key());
            }
        }
        return new CiliumRule(rule.peers.build(), rule.ports, rule.icmps, rule.authentication, rule.unread.fields());
    }

    private void field(String key) {
        String side = egress ? "to" : "from";
        if (key.equals("toPorts")) {
            ports = unread.objects(own -> CiliumPortReader.read(in, own, deny)).orElse(ImmutableList.of());
        } else if (key.equals("icmps")) {
            icmps = unread.objects(this::icmp).orElse(ImmutableList.of());
        } else if (key.equals("authentication") && !deny) {
            authentication = unread.object(this::mode);
        } else if (!key.startsWith(side) || !peers(key.substring(side.length()))) {
            unread.unknown();
        }
    }

    /** Whether that is a kind of peers in this direction. */
    private boolean peers(String name) {
        switch (name) {
            case "Endpoints" -> add(unread.objects(Unread::selector).map(CiliumPeers.Endpoints::new));
            case "Entities" -> add(unread.strings().map(CiliumPeers.Entities::new));
            case "CIDR" -> add(unread.strings().map(CiliumPeers.Cidrs::new));
            case "CIDRSet" ->
                add(unread.objects(own -> CiliumPeerReader.cidr(in, own)).map(CiliumPeers.CidrSet::new));
            case "Nodes" -> add(unread.objects(Unread::selector).map(CiliumPeers.Nodes::new));
            case "Groups" ->
                add(unread.objects(own -> CiliumPeerReader.group(in, own)).map(CiliumPeers.Groups::new));
            default -> {
                return egress && destinations(name);
            }
        }
        return true;
    }

    private boolean destinations(String name) {
        if (name.equals("Services")) {
            add(unread.objects(own -> CiliumPeerReader.service(in, own)).map(CiliumPeers.Services::new));
            return true;
        }
        if (name.equals("FQDNs") && !deny) {
            add(unread.objects(own -> CiliumPeerReader.fqdn(in, own)).map(CiliumPeers.Fqdns::new));
            return true;
        }
        return false;
    }

    private void add(Optional<? extends CiliumPeers> read) {
        read.ifPresent(peers::add);
    }

    private String mode(Unread own) {
        String mode = "";
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("mode")) {
                    mode = in.symbol();
                } else {
                    own.unknown();
                }
            }
        }
        return mode;
    }

    private ImmutableList<CiliumIcmp> icmp(Unread own) {
        ImmutableList<CiliumIcmp> fields = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals("fields")) {
                    fields =
                            own.objects(item -> CiliumPortReader.icmp(in, item)).orElse(ImmutableList.of());
                } else {
                    own.unknown();
                }
            }
        }
        return fields;
    }
}
