package dev.postern.rbac;

import dev.postern.model.ObjectRef;

/**
 * A workload whose pods run as some account.
 *
 * @param workload the top-most owner of the pods, or the pod itself
 * @param pods how many there are in the input; 0 for a workload of which only the template is known
 */
public record RunsAs(ObjectRef workload, int pods) {}
