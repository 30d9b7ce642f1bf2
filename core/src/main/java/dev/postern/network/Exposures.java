package dev.postern.network;

import com.google.common.collect.ImmutableList;

/**
 * What the workloads of a cluster are exposed to beyond each other, in canonical order.
 *
 * @param exposures those from the workloads first, then those towards them
 * @param unprotected for each direction the workloads that no policy selects
 */
public record Exposures(ImmutableList<Exposure> exposures, ImmutableList<Unprotected> unprotected) {
    /** Those of the workloads of that name. */
    public Exposures of(String namespace, String name) {
        return new Exposures(
                exposures.stream()
                        .filter(exposure -> exposure.workload().isNamed(namespace, name))
                        .collect(ImmutableList.toImmutableList()),
                unprotected.stream()
                        .filter(open -> open.workload().isNamed(namespace, name))
                        .collect(ImmutableList.toImmutableList()));
    }

    /** A workload with a pod that no policy selects in a direction. */
    public record Unprotected(ConnectionEnd.OfWorkload workload, boolean ingress) {
        @Override
        public String toString() {
            return workload + " is not protected on " + (ingress ? "Ingress" : "Egress");
        }
    }
}
