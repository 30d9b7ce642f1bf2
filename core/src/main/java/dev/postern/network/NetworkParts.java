package dev.postern.network;

import java.util.Optional;

/**
 * What a network judges packets by.
 *
 * @param proxies what read the policies of Istio, to read others; empty where there are none
 */
record NetworkParts(Hosts hosts, CompiledPolicies compiled, FlowTable flows, Optional<IstioPolicies> proxies) {}
