package dev.postern.podsecurity;

/** Whether somebody gives a namespace other labels, and by which requests; what takes less comes first. */
public enum Relabelling {
    NONE,
    /** By any request that writes labels, of which a webhook for namespaces may refuse some. */
    SEEN,
    /** By the namespace's status or finalizers: webhooks that name {@code namespaces} only are not asked about these. */
    UNSEEN
}
