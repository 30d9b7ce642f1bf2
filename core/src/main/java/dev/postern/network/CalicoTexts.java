package dev.postern.network;

import com.google.common.collect.ImmutableList;
import dev.postern.model.CalicoEntity;
import dev.postern.model.CalicoPort;
import dev.postern.model.CalicoProtocol;
import dev.postern.model.CalicoRule;
import dev.postern.model.CalicoSelector;
import dev.postern.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Short texts of what rules of Calico say, with their fields below the rule, for evidence. */
final class CalicoTexts {
    /** Of one value. */
    static final int MAX_TEXT = 200;

    private CalicoTexts() {}

    /** What a rule says of both ends, but for the ports of its destination. */
    static List<Peer.Written> ends(CalicoRule rule) {
        List<Peer.Written> written = new ArrayList<>();
        rule.ipVersion().ifPresent(version -> written.add(new Peer.Written("ipVersion", version.toString())));
        end("source.", rule.source(), written);
        ports("source.ports", "source.notPorts", rule.source(), written);
        end("destination.", rule.destination(), written);
        if (rule.http()) {
            written.add(new Peer.Written("http", "narrows this to some requests"));
        }
        return written;
    }

    private static void end(String at, CalicoEntity end, List<Peer.Written> written) {
        list(at + "nets", end.nets(), written);
        list(at + "notNets", end.notNets(), written);
        selector(at + "selector", end.selector(), written);
        selector(at + "notSelector", end.notSelector(), written);
        selector(at + "namespaceSelector", end.namespaceSelector(), written);
        end.serviceAccounts().ifPresent(accounts -> {
            list(at + "serviceAccounts.names", accounts.names(), written);
            selector(at + "serviceAccounts.selector", accounts.selector(), written);
        });
        end.services().ifPresent(service -> written.add(new Peer.Written(at + "services", text(service))));
    }

    private static void ports(String field, String notField, CalicoEntity end, List<Peer.Written> written) {
        if (!end.ports().isEmpty()) {
            written.add(ports(field, end.ports()));
        }
        if (!end.notPorts().isEmpty()) {
            written.add(ports(notField, end.notPorts()));
        }
    }

    private static void list(String field, ImmutableList<String> values, List<Peer.Written> written) {
        if (!values.isEmpty()) {
            written.add(new Peer.Written(field, Printable.of(String.join(", ", values), MAX_TEXT)));
        }
    }

    private static void selector(String field, Optional<CalicoSelector> selector, List<Peer.Written> written) {
        selector.ifPresent(known -> written.add(new Peer.Written(field, text(known))));
    }

    static String text(CalicoSelector selector) {
        return Printable.of(selector.notation(), MAX_TEXT);
    }

    private static String text(CalicoEntity.Service service) {
        String namespace = service.namespace().isEmpty() ? "" : service.namespace() + "/";
        return Printable.of(namespace + service.name(), MAX_TEXT);
    }

    /** The ports of a Service at a destination. */
    static Peer.Written service(CalicoEntity.Service service) {
        return new Peer.Written("destination.services", text(service));
    }

    static Peer.Written ports(String field, List<CalicoPort> ports) {
        return new Peer.Written(
                field, Printable.of(ports.stream().map(CalicoTexts::text).collect(Collectors.joining(", ")), MAX_TEXT));
    }

    private static String text(CalicoPort port) {
        if (port instanceof CalicoPort.Numbers numbers) {
            return numbers.first() + (numbers.last() > numbers.first() ? ":" + numbers.last() : "");
        }
        return port instanceof CalicoPort.Named named ? named.name() : "";
    }

    /** Of a rule that has one, or one that it is not. */
    static Peer.Written protocol(CalicoRule rule) {
        return rule.protocol().isPresent()
                ? new Peer.Written("protocol", text(rule.protocol().get()))
                : new Peer.Written(
                        "notProtocol", rule.notProtocol().map(CalicoTexts::text).orElse(""));
    }

    private static String text(CalicoProtocol protocol) {
        return Printable.of(protocol.text(), MAX_TEXT);
    }
}
