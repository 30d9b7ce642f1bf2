package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Evidence;

/**
 * A control of the Pod Security Standards that a pod fails.
 *
 * @param control the control's id, as the API server names it, for instance {@code hostNamespaces}
 * @param reason the API server's short reason, for instance {@code host namespaces}
 * @param fields what it fails by: fields that are set, or that are not
 */
public record Violation(String control, String reason, ImmutableList<Evidence> fields) {}
