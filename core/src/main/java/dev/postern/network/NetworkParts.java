package dev.postern.network;

/** What a network judges packets by. */
record NetworkParts(Hosts hosts, CompiledPolicies compiled, FlowTable flows) {}
