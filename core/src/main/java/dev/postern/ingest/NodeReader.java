package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Node;
import dev.postern.model.Taint;

/** Nodes. */
final class NodeReader {
    private Metadata metadata = Metadata.NONE;
    private ImmutableList<Taint> taints = ImmutableList.of();
    private ImmutableList<Address> addresses = ImmutableList.of();
    private String podCidr = "";
    private ImmutableList<String> podCidrs = ImmutableList.of();
    private String kubeletVersion = "";
    private String osImage = "";
    private boolean unschedulable;

    private record Address(String type, String address) {}

    private NodeReader() {}

    static Node read(Values in, Identity identity) {
        NodeReader node = new NodeReader();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> node.metadata = Metadata.read(in);
                    case "spec" -> node.spec(in);
                    case "status" -> node.status(in);
                    default -> in.skip();
                }
            }
        }
        return node.build(identity);
    }

    private void spec(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "taints" -> taints = in.objects(() -> taint(in));
                case "podCIDR" -> podCidr = in.string();
                case "podCIDRs" -> podCidrs = in.strings();
                case "unschedulable" -> unschedulable = in.bool();
                default -> in.skip();
            }
        }
    }

    private static Taint taint(Values in) {
        String key = "";
        String value = "";
        String effect = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "key" -> key = in.symbol();
                    case "value" -> value = in.symbol();
                    case "effect" -> effect = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new Taint(key, value, effect));
    }

    private void status(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "addresses" -> addresses = in.objects(() -> address(in));
                case "nodeInfo" -> nodeInfo(in);
                default -> in.skip();
            }
        }
    }

    private static Address address(Values in) {
        String type = "";
        String address = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "type" -> type = in.symbol();
                    case "address" -> address = in.string();
                    default -> in.skip();
                }
            }
        }
        return new Address(type, address);
    }

    private void nodeInfo(Values in) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "kubeletVersion" -> kubeletVersion = in.symbol();
                case "osImage" -> osImage = in.symbol();
                default -> in.skip();
            }
        }
    }

    private Node build(Identity identity) {
        ImmutableList<String> cidrs = podCidrs.isEmpty() && !podCidr.isEmpty() ? ImmutableList.of(podCidr) : podCidrs;
        return new Node(
                metadata.of(identity),
                taints,
                addresses("InternalIP"),
                addresses("ExternalIP"),
                cidrs,
                kubeletVersion,
                osImage,
                unschedulable);
    }

    private ImmutableList<String> addresses(String type) {
        return addresses.stream()
                .filter(address -> address.type().equals(type))
                .map(Address::address)
                .collect(ImmutableList.toImmutableList());
    }
}
