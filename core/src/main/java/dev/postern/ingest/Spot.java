package dev.postern.ingest;

/** The places in a manifest where people write security fields, whether or not any has a meaning there. */
enum Spot {
    OBJECT("the object"),
    METADATA("metadata"),
    WORKLOAD_SPEC("the spec of a workload"),
    TEMPLATE("a pod template"),
    POD_SPEC("the pod's spec"),
    POD_CONTEXT("the securityContext of the pod's spec"),
    CONTAINER("a container"),
    CONTAINER_CONTEXT("the securityContext of each container"),
    SERVICE_ACCOUNT("the ServiceAccount");

    private final String words;

    Spot(String words) {
        this.words = words;
    }

    /** For advice where to write a field. */
    String words() {
        return words;
    }
}
