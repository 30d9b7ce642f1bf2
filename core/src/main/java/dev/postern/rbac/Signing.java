package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.model.Subject;
import dev.postern.model.Support;

/**
 * A holder may bring a certificate of some signer about (E21). Creating the CertificateSigningRequest is a request of its
 * own, which another identity may make, except where {@link Kind#NODE_CLIENT} says otherwise. The name of the
 * CertificateSigningRequest is its creator's choice, so a limit on it is no obstacle and is not repeated here.
 *
 * @param signers the signers it is limited to, as {@code resourceNames} say them: a signer's name, or {@code domain/*};
 *     empty for any. Neither {@code *} nor {@code *}{@code /*} is a pattern
 * @param gained grants among those used that the holder must first have given to itself, as in {@link Combined}
 * @param supports alternative sets of facts
 */
public record Signing(
        Holder holder,
        Kind kind,
        ImmutableSortedSet<String> signers,
        ImmutableList<Grant> gained,
        ImmutableList<Support> supports) {
    /** Issues certificates that the API server takes for whoever their subject names; signed by the controller manager. */
    public static final String API_SERVER_CLIENT = "kubernetes.io/kube-apiserver-client";
    /** Issues certificates of nodes, for the API server. */
    public static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";

    /** Which half of the way to a certificate. */
    public enum Kind {
        /** Approves requests: {@code approve} on the signer and update or patch of {@code .../approval}, by one identity. */
        APPROVE,
        /** Writes certificates: {@code sign} on the signer and update or patch of {@code .../status}, by one identity. */
        SIGN,
        /** Vouches for trust anchors: {@code attest} on the signer and a write of ClusterTrustBundles, by one identity. */
        ATTEST,
        /** Has its own requests for a node's certificate approved by the controller manager: no approver is needed. */
        NODE_CLIENT
    }

    /** Whether a signer is among those; the name itself or its domain with {@code /*} must be listed, or none. */
    public boolean covers(String signer) {
        int slash = signer.indexOf('/');
        String domain = slash < 0 ? signer : signer.substring(0, slash);
        return signers.isEmpty() || signers.contains(signer) || signers.contains(domain + "/*");
    }

    /**
     * Whether a certificate brought about in this way makes its bearer that subject to the API server. Approved requests
     * are signed by the controller manager: for {@link #API_SERVER_CLIENT} with any user name and any group but {@code
     * system:masters}, for {@link #KUBELET_CLIENT} with those of nodes. Whoever may only write certificates has no key of
     * an authority that the API server trusts, and signers of other domains are not known to be trusted by it.
     */
    public boolean yields(Subject subject) {
        boolean approves = kind == Kind.APPROVE;
        if (approves && covers(API_SERVER_CLIENT) && !subject.equals(Subject.group(ImplicitGroups.MASTERS))) {
            return true;
        }
        boolean node = subject.equals(Subject.group(ImplicitGroups.NODES))
                || (subject instanceof Subject.User
                        && subject.principal().startsWith(ImplicitGroups.NODE_PREFIX)
                        && subject.principal().length() > ImplicitGroups.NODE_PREFIX.length());
        return node && (kind == Kind.NODE_CLIENT || (approves && covers(KUBELET_CLIENT)));
    }
}
