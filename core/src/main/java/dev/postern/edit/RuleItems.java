package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.AuthorizationRule.Alternative;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoRule;
import dev.postern.model.CiliumPeers;
import dev.postern.model.CiliumPortRule;
import dev.postern.model.CiliumRule;
import dev.postern.model.NetworkPolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A list of a rule that lets packets pass, whose items are alternatives: with one less, the rule lets less pass. But without
 * its last the list would say nothing and let everybody pass, so that the rule has to go in its stead.
 *
 * <p>Lists of what is <em>not</em> meant are none of these: they let more pass when they get shorter.
 *
 * @param field below the rule, for instance {@code from} or {@code toPorts[0].ports}
 * @param kind whether they are peers or ports
 * @param removable the items that can be taken out
 * @param with the rule with some of the items, told by their places
 */
record RuleItems(
        String field,
        EditKind kind,
        ImmutableList<?> items,
        ImmutableSet<Integer> removable,
        Function<ImmutableList<Integer>, Object> with) {
    private static final int MOST = 8;
    private static final String DESTINATION = "destination";

    /** The lists of a rule, whatever kind of policy it is of; none of a rule that is not understood. */
    static List<RuleItems> of(Object rule, boolean egress) {
        if (rule instanceof NetworkPolicyRule own) {
            return kubernetes(own, egress);
        } else if (rule instanceof CalicoRule calico) {
            return calico.unread().isEmpty() ? calico(calico, egress) : List.of();
        } else if (rule instanceof CiliumRule cilium) {
            return cilium.unread().isEmpty() ? cilium(cilium, egress ? "to" : "from") : List.of();
        } else if (rule instanceof AuthorizationRule istio) {
            return istio(istio);
        }
        return List.of();
    }

    private static <T> RuleItems list(
            String field,
            EditKind kind,
            ImmutableList<T> items,
            IntPredicate removable,
            Function<ImmutableList<T>, Object> with) {
        return new RuleItems(
                field,
                kind,
                items,
                IntStream.range(0, items.size()).filter(removable).boxed().collect(ImmutableSet.toImmutableSet()),
                kept -> with.apply(kept.stream().map(items::get).collect(ImmutableList.toImmutableList())));
    }

    private static <T> RuleItems peers(String field, ImmutableList<T> items, Function<ImmutableList<T>, Object> with) {
        return list(field, EditKind.REMOVE_POLICY_PEER, items, any -> true, with);
    }

    private static <T> RuleItems ports(String field, ImmutableList<T> items, Function<ImmutableList<T>, Object> with) {
        return list(field, EditKind.REMOVE_POLICY_PORT, items, any -> true, with);
    }

    /**
     * The items that a field is about which can be taken out by themselves, as others stay that are not the same; each told
     * by the first of its content. A field that holds the list is about each item of it.
     */
    List<Integer> behind(String below) {
        if (below.equals(field)) {
            // Of a long list it would take too many turns to find out which items are meant.
            return items.size() > MOST
                    ? List.of()
                    : IntStream.range(0, items.size())
                            .filter(item -> first(item) == item && leavesSome(item))
                            .boxed()
                            .toList();
        }
        return itemOf(below).filter(this::leavesSome).map(this::first).stream().toList();
    }

    private boolean leavesSome(int item) {
        return removable.contains(item) && items.stream().anyMatch(other -> !other.equals(items.get(item)));
    }

    /** The first item of the same content. */
    int first(int item) {
        return items.indexOf(items.get(item));
    }

    /** The item of this list in which a field lies, if it is in one. */
    Optional<Integer> itemOf(String below) {
        if (!below.startsWith(field + "[")) {
            return Optional.empty();
        }
        int item = Integer.parseInt(below.substring(field.length() + 1, below.indexOf(']', field.length())));
        return item < items.size() ? Optional.of(item) : Optional.empty();
    }

    private static List<RuleItems> kubernetes(NetworkPolicyRule rule, boolean egress) {
        return List.of(
                peers(egress ? "to" : "from", rule.peers(), left -> new NetworkPolicyRule(left, rule.ports())),
                ports("ports", rule.ports(), left -> new NetworkPolicyRule(rule.peers(), left)));
    }

    private static List<RuleItems> calico(CalicoRule rule, boolean egress) {
        String side = egress ? DESTINATION : "source";
        CalicoEntity peer = egress ? rule.destination() : rule.source();
        CalicoEntity.ServiceAccounts accounts =
                peer.serviceAccounts().orElse(new CalicoEntity.ServiceAccounts(ImmutableList.of(), Optional.empty()));
        return List.of(
                peers(side + ".nets", peer.nets(), left -> with(rule, egress, peer, left, accounts.names())),
                peers(
                        side + ".serviceAccounts.names",
                        accounts.names(),
                        left -> with(rule, egress, peer, peer.nets(), left)),
                ports(DESTINATION + ".ports", rule.destination().ports(), left -> {
                    CalicoEntity end = rule.destination();
                    return with(
                            rule,
                            true,
                            new CalicoEntity(
                                    end.nets(),
                                    end.notNets(),
                                    end.selector(),
                                    end.notSelector(),
                                    end.namespaceSelector(),
                                    left,
                                    end.notPorts(),
                                    end.serviceAccounts(),
                                    end.services(),
                                    end.texts()));
                }));
    }

    private static CalicoRule with(
            CalicoRule rule,
            boolean destination,
            CalicoEntity end,
            ImmutableList<String> nets,
            ImmutableList<String> accounts) {
        return with(
                rule,
                destination,
                new CalicoEntity(
                        nets,
                        end.notNets(),
                        end.selector(),
                        end.notSelector(),
                        end.namespaceSelector(),
                        end.ports(),
                        end.notPorts(),
                        end.serviceAccounts()
                                .map(known -> new CalicoEntity.ServiceAccounts(accounts, known.selector())),
                        end.services(),
                        end.texts()));
    }

    private static CalicoRule with(CalicoRule rule, boolean destination, CalicoEntity end) {
        return new CalicoRule(
                rule.action(),
                rule.protocol(),
                rule.notProtocol(),
                rule.ipVersion(),
                rule.icmp(),
                rule.http(),
                destination ? rule.source() : end,
                destination ? end : rule.destination(),
                rule.unread());
    }

    private static List<RuleItems> cilium(CiliumRule rule, String side) {
        List<RuleItems> lists = new ArrayList<>();
        for (CiliumPeers kind : rule.peers()) {
            lists.add(ofCilium(
                    side + kind.name(),
                    kind,
                    left -> new CiliumRule(
                            rule.peers().stream()
                                    .map(other -> other.equals(kind) ? left : other)
                                    .collect(ImmutableList.toImmutableList()),
                            rule.toPorts(),
                            rule.icmps(),
                            rule.authentication(),
                            rule.unread())));
        }
        Function<ImmutableList<CiliumPortRule>, Object> withPorts =
                left -> new CiliumRule(rule.peers(), left, rule.icmps(), rule.authentication(), rule.unread());
        lists.add(ports("toPorts", rule.toPorts(), withPorts));
        for (int i = 0; i < rule.toPorts().size(); i++) {
            int place = i;
            CiliumPortRule item = rule.toPorts().get(i);
            lists.add(ports(
                    "toPorts[" + i + "].ports",
                    item.ports(),
                    left -> withPorts.apply(
                            replaced(rule.toPorts(), place, new CiliumPortRule(left, item.narrowing())))));
        }
        return lists;
    }

    private static RuleItems ofCilium(String field, CiliumPeers kind, Function<CiliumPeers, Object> with) {
        if (kind instanceof CiliumPeers.Endpoints list) {
            return peers(field, list.items(), left -> with.apply(new CiliumPeers.Endpoints(left)));
        } else if (kind instanceof CiliumPeers.Entities entities) {
            // Beside "host", "remote-node" is every node: without the one, the other would mean less.
            boolean nodes = entities.items().contains("remote-node");
            return list(
                    field,
                    EditKind.REMOVE_POLICY_PEER,
                    entities.items(),
                    i -> !(nodes && entities.items().get(i).equals("host")),
                    left -> with.apply(new CiliumPeers.Entities(left)));
        } else if (kind instanceof CiliumPeers.Cidrs list) {
            return peers(field, list.items(), left -> with.apply(new CiliumPeers.Cidrs(left)));
        } else if (kind instanceof CiliumPeers.CidrSet list) {
            return peers(field, list.items(), left -> with.apply(new CiliumPeers.CidrSet(left)));
        } else if (kind instanceof CiliumPeers.Nodes list) {
            return peers(field, list.items(), left -> with.apply(new CiliumPeers.Nodes(left)));
        } else if (kind instanceof CiliumPeers.Fqdns list) {
            return peers(field, list.items(), left -> with.apply(new CiliumPeers.Fqdns(left)));
        } else if (kind instanceof CiliumPeers.Services list) {
            return peers(field, list.items(), left -> with.apply(new CiliumPeers.Services(left)));
        }
        // Of groups nothing is kept by which one is told from another.
        return peers(field, ImmutableList.of(), left -> with.apply(kind));
    }

    private static List<RuleItems> istio(AuthorizationRule rule) {
        List<RuleItems> lists = new ArrayList<>();
        lists.add(list(
                "from",
                EditKind.REMOVE_POLICY_PEER,
                rule.from(),
                i -> isOfConnections(rule.from().get(i)),
                left -> new AuthorizationRule(left, rule.to(), rule.when())));
        lists.add(list(
                "to",
                EditKind.REMOVE_POLICY_PORT,
                rule.to(),
                i -> isOfConnections(rule.to().get(i)),
                left -> new AuthorizationRule(rule.from(), left, rule.when())));
        values(
                rule.from(),
                "from[%d].source.",
                EditKind.REMOVE_POLICY_PEER,
                RuleItems::isOfPeers,
                left -> new AuthorizationRule(left, rule.to(), rule.when()),
                lists);
        values(
                rule.to(),
                "to[%d].operation.",
                EditKind.REMOVE_POLICY_PORT,
                check -> check.attribute() == AuthorizationCheck.Attribute.PORT,
                left -> new AuthorizationRule(rule.from(), left, rule.when()),
                lists);
        return lists;
    }

    /** Because of a check that a mere connection cannot meet a whole rule does not count: without it, the rule would. */
    private static boolean isOfConnections(Alternative alternative) {
        return alternative.checks().stream()
                .allMatch(check -> isOfPeers(check) || check.attribute() == AuthorizationCheck.Attribute.PORT);
    }

    private static boolean isOfPeers(AuthorizationCheck check) {
        return switch (check.attribute()) {
            case PRINCIPAL, NAMESPACE, SERVICE_ACCOUNT, SOURCE_IP, REMOTE_IP -> true;
            default -> false;
        };
    }

    private static void values(
            ImmutableList<Alternative> alternatives,
            String path,
            EditKind kind,
            Predicate<AuthorizationCheck> meant,
            Function<ImmutableList<Alternative>, Object> with,
            List<RuleItems> lists) {
        for (int i = 0; i < alternatives.size(); i++) {
            int place = i;
            ImmutableList<AuthorizationCheck> checks = alternatives.get(i).checks();
            for (int j = 0; j < checks.size(); j++) {
                int at = j;
                AuthorizationCheck check = checks.get(j);
                if (meant.test(check)) {
                    lists.add(list(String.format(path, i) + check.name(), kind, check.values(), any -> true, left -> {
                        AuthorizationCheck less =
                                new AuthorizationCheck(check.attribute(), check.name(), left, check.notValues());
                        return with.apply(replaced(alternatives, place, new Alternative(replaced(checks, at, less))));
                    }));
                }
            }
        }
    }

    private static <T> ImmutableList<T> replaced(ImmutableList<T> items, int place, T by) {
        List<T> changed = new ArrayList<>(items);
        changed.set(place, by);
        return ImmutableList.copyOf(changed);
    }
}
