package dev.postern.network;

import static dev.postern.network.EndSet.Whose.NAMESPACE;
import static dev.postern.network.EndSet.Whose.POD;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.postern.model.IpBlock;
import dev.postern.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which lists of peers are read again for pods of a namespace. */
class PeerPlacesTest {
    private static final String NAME = "kubernetes.io/metadata.name";
    private static final Map<String, String> SHOP = Map.of(NAME, "shop", "team", "blue", "zone", "1");

    private static Peer namespaces(String selector) {
        LabelSelector parsed = selector.isEmpty() ? LabelSelector.EVERYTHING : LabelSelector.parse(selector);
        return new Peer.Pods("", Optional.of(parsed), Optional.empty(), Peer.Stem.ITEM);
    }

    private static Peer labels(Map<String, String> labels) {
        return new Peer.Pods("", Optional.of(LabelSelector.ofLabels(labels)), Optional.empty(), Peer.Stem.ITEM);
    }

    private static Peer in(String namespace) {
        return new Peer.Pods(namespace, Optional.empty(), Optional.empty(), Peer.Stem.ITEM);
    }

    private static Peer block() {
        return new Peer.Blocks(ImmutableList.of(new IpBlock("10.0.0.0/8", ImmutableList.of())), false);
    }

    private static Peer ends(EndSet... parts) {
        return new Peer.Ends(EndSet.all(parts), ImmutableList.of());
    }

    private static EndSet label(EndSet.Whose whose, String key, String value) {
        return new EndSet.Label(whose, key, LabelTest.is(value));
    }

    @SafeVarargs
    private static PeerPlaces.Wanted wanted(boolean byAnyLabel, Map<String, String>... namespaces) {
        return new PeerPlaces.Wanted(Set.of("shop"), List.of(namespaces), List.of(Map.of("app", "web")), byAnyLabel);
    }

    private static Arguments of(String title, boolean found, Peer... peers) {
        return Arguments.of(title, found, ImmutableList.copyOf(peers));
    }

    static List<Arguments> lists() {
        return List.of(
                of("everybody", true),
                of("pods of the namespace", true, in("shop")),
                of("pods of another", false, in("pay")),
                of("of either", true, in("pay"), in("shop")),
                of("any namespace", true, namespaces("")),
                of("a block", true, block()),
                of("a block beside another namespace", true, in("pay"), block()),
                of("a label", true, labels(Map.of("team", "blue"))),
                of("another value", false, labels(Map.of("team", "red"))),
                of("a label that it lacks", false, labels(Map.of("tier", "a"))),
                of("by name", true, labels(Map.of(NAME, "shop", "team", "blue"))),
                of("another name", false, labels(Map.of(NAME, "pay", "team", "blue"))),
                of("one of several", true, namespaces("team in (red,blue)")),
                of("none of several", false, namespaces("team in (red,green)")),
                of("one of several names", true, namespaces(NAME + " in (pay,shop)")),
                of(
                        "none of several names, a label beside it",
                        false,
                        namespaces("team in (blue)," + NAME + " in (pay)")),
                of("one of several, something else beside it", true, namespaces("zone,team in (blue)")),
                of("not a value", true, namespaces("team notin (red)")),
                of("any value", true, namespaces("team")),
                of("no value", true, namespaces("!team")),
                of("a label or the namespace", true, labels(Map.of("team", "red")), in("shop")),
                of("a set of any pod", true, ends(EndSets.PODS)),
                of("a set of nobody in the cluster", false, ends(EndSets.WORLD)),
                of("a set within the namespace", true, ends(EndSets.PODS, EndSet.namespace("shop"))),
                of("a set within another", false, ends(EndSets.PODS, EndSet.namespace("pay"))),
                of("a set of a label of the pod", true, ends(label(POD, "app", "web"))),
                of("a set of another value", false, ends(EndSets.PODS, label(POD, "app", "db"))),
                of("a set of a key", true, ends(new EndSet.Label(POD, "app", LabelTest.PRESENT))),
                of("a set of another key", false, ends(new EndSet.Label(POD, "tier", LabelTest.PRESENT))),
                of("a set without a label", true, ends(EndSet.not(label(POD, "app", "web")))),
                of("a set of a label of the namespace", true, ends(label(NAMESPACE, "team", "blue"))),
                of("a set of another of the namespace", false, ends(label(NAMESPACE, "team", "red"))),
                of("the name in front of a label", false, ends(label(POD, "app", "web"), EndSet.namespace("pay"))),
                of(
                        "one of two sets",
                        true,
                        ends(EndSet.any(label(NAMESPACE, "team", "red"), label(POD, "app", "web")))),
                of("a set of nodes", true, ends(new EndSet.Nodes(EndSet.Which.ANY))),
                of("a set of addresses", true, ends(EndSet.addresses(IpRanges.NONE))),
                of("a set by account", true, ends(new EndSet.AsAccount(LabelTest.is("web")))),
                of("perhaps within another", false, ends(new EndSet.Perhaps(EndSet.namespace("pay"), ""))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void read_again(String title, boolean found, ImmutableList<Peer> list) {
        PeerPlaces places = new PeerPlaces(array(list));
        assertThat(places.within(wanted(false, SHOP)).contains(0)).isEqualTo(found);
    }

    @Test
    void by_the_labels_of_before_as_well() {
        PeerPlaces places = new PeerPlaces(array(ImmutableList.of(labels(Map.of("team", "red")))));
        Map<String, String> before = Map.of(NAME, "shop", "team", "red");
        assertThat(places.within(wanted(false, SHOP, before)).toArray()).containsExactly(0);
    }

    @Test
    void whatever_label_is_asked_for_where_the_host_network_has_some() {
        PeerPlaces places = new PeerPlaces(array(
                ImmutableList.of(labels(Map.of("policy-group.network.openshift.io/host-network", ""))),
                ImmutableList.of(in("pay"))));
        assertThat(places.within(wanted(true, SHOP)).toArray()).containsExactly(0);
    }

    @SafeVarargs
    @SuppressWarnings({"unchecked", "varargs"})
    private static ImmutableList<Peer>[] array(ImmutableList<Peer>... lists) {
        return lists;
    }
}
