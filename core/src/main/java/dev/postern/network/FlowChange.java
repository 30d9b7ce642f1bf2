package dev.postern.network;

import dev.postern.model.JsonValue;
import dev.postern.model.ObjectRef;

/**
 * One more rule that lets a flow pass on one side, and as little else as a rule can.
 *
 * @param policy one of the policies that isolate the pod there
 * @param field the list to add to, {@code spec.ingress} or {@code spec.egress}
 * @param rule the rule to add
 */
public record FlowChange(ObjectRef policy, String field, JsonValue rule) {}
