package dev.postern.podsecurity;

import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * The webhook by which the API server asks Kyverno or Gatekeeper about pods. Without it none of their policies is asked.
 *
 * @param configuration the ValidatingWebhookConfiguration
 * @param staysAway how surely the policies say nothing once somebody has taken it away: Kyverno makes it anew, but not before a
 *     pod may have started
 * @param support the configuration, or that the engine has it by default
 */
public record EngineWebhook(ObjectRef configuration, Confidence staysAway, Support support) {}
