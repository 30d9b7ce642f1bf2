package dev.postern.podsecurity;

import dev.postern.model.Confidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Support;

/**
 * A policy that admits pods of some class; who may use it is not asked here.
 *
 * @param policy the PodSecurityPolicy or SecurityContextConstraints
 * @param confidence how surely such a pod does what its class says
 * @param support the fields of the policy that let it in
 * @param missing the fact outside the input that would settle the confidence; empty when it is certain
 */
public record PolicyAdmission(ObjectRef policy, Confidence confidence, Support support, String missing) {}
