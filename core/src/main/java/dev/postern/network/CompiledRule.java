package dev.postern.network;

import com.google.common.collect.ImmutableList;

/** One ingress or egress rule of a policy, its peers turned into classes and its ports into numbers where they have any. */
record CompiledRule(Action action, PeerSet peers, PortSet ports, ImmutableList<NamedPorts.Name> names) {
    /** The ports this rule matches towards destinations of that resolution. */
    PortSet ports(NamedPorts namedPorts, int resolution) {
        PortSet all = ports;
        for (NamedPorts.Name name : names) {
            all = all.union(namedPorts.ports(resolution, name));
        }
        return all;
    }
}
