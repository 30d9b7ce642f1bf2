package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;
import dev.postern.attack.EdgeType;
import dev.postern.attack.Edges;
import dev.postern.attack.Facts;
import dev.postern.attack.Vertex;
import dev.postern.attack.Vertex.Identity;
import dev.postern.attack.Vertex.May;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import dev.postern.model.Subject;
import dev.postern.model.Support;
import dev.postern.rbac.Permission;
import dev.postern.rbac.Permit;
import dev.postern.rbac.Signing;
import java.util.List;

/**
 * Has a certificate signed in another's name (RB-39). The right to approve is one identity's; the request that is approved
 * may be another's. Whoever approves reads the certificate too, in the answer to approving once more. Requests for a
 * node's certificate are approved by the controller manager, if their creator may have that; then somebody has to read it.
 */
final class CsrSign implements EdgeRule {
    private static final EdgeType TYPE = EdgeType.of("CSR_SIGN", "Have a certificate signed in another's name")
            .sentence("{from} may have a certificate signed that says it is {to}")
            .needs("create on certificatesigningrequests, and, perhaps by another identity, update or patch on"
                    + " certificatesigningrequests/approval together with approve on the signer"
                    + " kubernetes.io/kube-apiserver-client; for nodes also on kubernetes.io/kube-apiserver-client-kubelet, or"
                    + " create on certificatesigningrequests/nodeclient by the creator. All cluster-wide; resourceNames of"
                    + " approve are the signer's name or its domain with /*. Any user name and group can be had but"
                    + " system:masters")
            .attack("T1649")
            .microsoft("MS-TA9019")
            .owasp("K02:2025", "K09:2025")
            .cis("CIS-1.12 5.1.11")
            .nsa("Role-based access control", "Authentication")
            .stop(
                    "Remove approve on signers, or update and patch on certificatesigningrequests/approval, from the role.")
            .audit("create on certificatesigningrequests, then update or patch on"
                    + " certificatesigningrequests/approval by anyone but the controller manager; from then on"
                    + " user.username and user.groups are what the certificate says.")
            .alsoKnownAs("IceKube", "GENERATE_CLIENT_CERTIFICATE")
            .alsoKnownAs("openhound-kubernetes", "K8s_CanApprove")
            .references(
                    "https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization",
                    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#csrs-and-certificate-issuing")
            .build();

    private static final Subject.Group MASTERS = new Subject.Group("system:masters");
    private static final String GROUP = "certificates.k8s.io";
    private static final String REQUESTS = "certificatesigningrequests";

    private static final May ASK = new May("request-certificates", "*", "request certificates");
    private static final May READ = new May("read-certificates", "*", "read certificates that were requested");
    private static final May CLIENTS = new May("have-certificates", "*", "have certificates signed in any name");
    private static final May NODES = new May("have-node-certificates", "*", "have certificates of nodes signed");

    @Override
    public EdgeType type() {
        return TYPE;
    }

    @Override
    public void derive(Facts facts, Edges edges) {
        boolean any = false;
        for (Signing step : facts.rbac().signings()) {
            ImmutableList<Vertex> holder = facts.premises(step.holder(), step.gained());
            if (holder.stream().noneMatch(facts::isClusterAdminRole)) {
                any |= add(edges, step, holder);
            }
        }
        if (!any) {
            return; // cluster-admin has nearer ways
        }
        ask(facts, edges, ASK, Permission.of("create", GROUP, REQUESTS));
        // The creator names the request, so that a limit on the name is no obstacle.
        ask(
                facts,
                edges,
                READ,
                Permission.of("get", GROUP, REQUESTS).or("patch"),
                Permission.of("list", GROUP, REQUESTS).or("watch"),
                Permission.of("deletecollection", GROUP, REQUESTS));
        Support clients = signs(Signing.API_SERVER_CLIENT);
        for (Subject subject : Targets.subjects(facts)) {
            // Whom a directory puts into that group is not had whole by a certificate, which is signed without it.
            if (!facts.rbac().groupsOf(subject).contains(MASTERS)) {
                edges.add(CLIENTS, new Identity(subject)).because(clients);
            }
        }
        for (Subject.Group group : facts.rbac().groups()) {
            if (!group.equals(MASTERS)) {
                edges.add(CLIENTS, new Identity(group)).because(clients);
            }
        }
        Support nodes = signs(Signing.KUBELET_CLIENT);
        for (String node : facts.nodes().keySet()) {
            edges.add(NODES, new Identity(Subject.user("system:node:" + node))).because(nodes);
        }
    }

    private static boolean add(Edges edges, Signing step, ImmutableList<Vertex> holder) {
        boolean any = false;
        boolean approves = step.kind() == Signing.Kind.APPROVE;
        if (approves && step.covers(Signing.API_SERVER_CLIENT)) {
            edges.silentJoin(with(holder, ASK), CLIENTS).because(step.supports());
            any = true;
        }
        if (approves && step.covers(Signing.KUBELET_CLIENT)) {
            edges.silentJoin(with(holder, ASK), NODES).because(step.supports());
            any = true;
        }
        if (step.kind() == Signing.Kind.NODE_CLIENT) {
            edges.silentJoin(with(holder, READ), NODES).because(step.supports());
            any = true;
        }
        return any;
    }

    private static void ask(Facts facts, Edges edges, May hub, Permission... anyOf) {
        edges.silent(new Vertex.ClusterAdmin(), hub).byDefinition();
        for (Permit permit : facts.rbac().permits(anyOf)) {
            Vertex holder = facts.vertex(permit.grant());
            if (!facts.isClusterAdminRole(holder)) {
                edges.silent(holder, hub).because(permit.supports());
            }
        }
    }

    private static List<Vertex> with(ImmutableList<Vertex> premises, Vertex more) {
        return ImmutableList.<Vertex>builder().addAll(premises).add(more).build();
    }

    private static Support signs(String signer) {
        return Support.of(Evidence.byDefault(
                ObjectRef.cluster("Signer", signer), "", "kube-controller-manager signs what was approved"));
    }
}
