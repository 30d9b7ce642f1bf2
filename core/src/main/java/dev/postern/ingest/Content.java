package dev.postern.ingest;

/** What a file is taken for, so what its documents may be. */
enum Content {
    /** Objects of Kubernetes. A document of facts among them does not count: manifests are written by those who are judged. */
    MANIFESTS,
    /** Lines of an ABAC policy file: one without apiVersion and kind is a policy of version 0. */
    ABAC_LINES,
    /** What somebody who asks says of the cluster. */
    FACTS
}
