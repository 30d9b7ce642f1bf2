package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * Every technique, with the builder of its requests, or with the reason why it has none. A technique without an entry fails
 * a contract test.
 */
final class CallBuilders {
    /** What a step takes beyond its requests. */
    enum Takes {
        /** Nothing: once the requests are answered, or by itself, the attacker has what the step gains. */
        NOTHING,
        /** A kubelet that answers, or that starts what was written. */
        KUBELET,
        /** Somebody else who writes or starts something, sooner or later. */
        OTHERS,
        /** Something else than the API server: a flaw, a network, a file of a container or a node. */
        ELSEWHERE
    }

    /** @param reason why there is no request; empty where there are some */
    record Entry(CallBuilder builder, Takes takes, String reason) {}

    static final CallBuilder NONE = attempt -> ImmutableList.of();

    private static final ImmutableSortedMap<String, Entry> ALL = ImmutableSortedMap.<String, Entry>naturalOrder()
            .put("ADMISSION_BYPASS", none(Takes.ELSEWHERE, "it changes objects of extensions"))
            .put("API_CHANGE", requests(new ObjectWrites(), Takes.NOTHING))
            .put("APP_FLAW", none(Takes.ELSEWHERE, "it uses a flaw of a program"))
            .put("BOOTSTRAP_TOKEN", requests(new BootstrapTokenWrites(), Takes.NOTHING))
            .put("BOOTSTRAP_TOKEN_READ", none(Takes.NOTHING, "the token is in the Secret that was read"))
            .put("CONTROL_PLANE_NODE", none(Takes.ELSEWHERE, "it reads the cluster's keys on the node"))
            // What controllers of the control plane add comes by itself.
            .put("CSR_SIGN", requests(new CertificateRequests(), Takes.NOTHING))
            .put("ESCAPE_BPF", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_CORE_PATTERN", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_DAC_READ_SEARCH", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_HOSTPATH_WRITE", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_HOST_PROCESS", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_NSENTER", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_PRIVILEGED", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_RAW_BLOCK", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_RUNTIME_SOCKET", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_SYS_ADMIN", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_SYS_MODULE", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_SYS_PTRACE", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_SYS_RAWIO", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_UEVENT_HELPER", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("ESCAPE_VAR_LOG", none(Takes.ELSEWHERE, "it changes a file of the node in a container"))
            .put("EXPOSES", none(Takes.ELSEWHERE, "it sends packets to a pod"))
            .put("HOSTPATH_POD_TOKENS", none(Takes.ELSEWHERE, "it reads files of the node in a container"))
            .put("HOSTPATH_READ_CREDS", none(Takes.ELSEWHERE, "it reads files of the node in a container"))
            .put("HOST_IPC", none(Takes.ELSEWHERE, "it happens on the node"))
            .put("HOST_PID", none(Takes.ELSEWHERE, "it happens on the node"))
            .put("IMPERSONATE", requests(new Impersonations(), Takes.NOTHING))
            .put("MOUNTS_SECRET", none(Takes.ELSEWHERE, "it reads files or variables in a container"))
            .put("NETWORK_CHANGE", requests(new ObjectWrites(), Takes.NOTHING))
            .put("NETWORK_REACH", none(Takes.ELSEWHERE, "it sends packets to a pod"))
            .put("NODE_HOSTS_POD", none(Takes.ELSEWHERE, "it happens on the node"))
            // From root on a node it takes that node; from the kubelet's user it is a request, and nothing else.
            .put("NODE_IDENTITY", requests(new NodeCalls(), Takes.NOTHING))
            .put("NODE_PATCH", requests(new NodeEmptyings(), Takes.KUBELET))
            .put("NODE_PROXY_EXEC", requests(new NodeProxies(), Takes.KUBELET))
            .put("NS_PSA_BYPASS", requests(new NodeTakings(true), Takes.KUBELET))
            .put("OPEN_CONSOLE", none(Takes.ELSEWHERE, "it asks a program in a pod"))
            .put("POD_ASSUMES_SA", none(Takes.ELSEWHERE, "it reads the token in a container"))
            .put("POD_ATTACH", requests(new Streams("attach", "?stdin=true&stdout=true"), Takes.KUBELET))
            .put("POD_BINDING", none(Takes.OTHERS, "it takes a pod that somebody starts later"))
            .put("POD_CREATE_AS_SA", requests(new PodCreations(), Takes.KUBELET))
            .put("POD_CREATE_REACH", requests(new PodCopies(), Takes.KUBELET))
            .put("POD_EPHEMERAL", requests(new PodChanges(PodChanges.Change.CONTAINER), Takes.KUBELET))
            .put("POD_EPHEMERAL_ESCAPE", requests(new PodChanges(PodChanges.Change.ESCAPING_CONTAINER), Takes.KUBELET))
            .put("POD_EXEC", requests(new Streams("exec", "?command=id&stdout=true"), Takes.KUBELET))
            .put("POD_IMAGE_PATCH", requests(new PodChanges(PodChanges.Change.IMAGE), Takes.KUBELET))
            .put("POD_PORTFORWARD", requests(new Streams("portforward", "?ports=80"), Takes.KUBELET))
            .put("POD_PROXY", requests(new PodProxies(), Takes.KUBELET))
            .put("PV_HOSTPATH", requests(new VolumeClaims(), Takes.KUBELET))
            .put("ROLE_BIND", requests(new RoleBinds(), Takes.NOTHING))
            .put("ROLE_ESCALATE", requests(new RoleEscalations(), Takes.NOTHING))
            .put("SA_PATCH", requests(new AccountChanges(), Takes.OTHERS))
            .put("SA_TOKEN_REQUEST", requests(new TokenRequests(), Takes.NOTHING))
            .put("SECRET_KUBECONFIG", none(Takes.NOTHING, "the kubeconfig is in the Secret that was read"))
            .put("SECRET_PATCH", requests(new ObjectWrites(), Takes.NOTHING))
            .put("SECRET_READ", requests(new SecretReads(), Takes.NOTHING))
            .put("SECRET_TOKEN_PLANT", requests(new SecretPlants(), Takes.NOTHING))
            .put("SECRET_TOKEN_READ", none(Takes.NOTHING, "the token is in the Secret that was read"))
            .put("SHARED_PID", none(Takes.ELSEWHERE, "it happens in a container"))
            .put("STORAGE_CHANGE", requests(new ObjectWrites(), Takes.NOTHING))
            .put("SUBJECT_GRANT", none(Takes.NOTHING, "the binding is there"))
            .put("SUBJECT_IN_GROUP", none(Takes.NOTHING, "the API server puts it there"))
            // The name is known to whoever writes the requests down; the attacker sends one for each that it can be.
            .put("TOKEN_BRUTEFORCE", requests(new SecretReads(), Takes.NOTHING))
            .put("WEBHOOK_BACKEND", none(Takes.OTHERS, "it answers what the API server sends to a container"))
            .put("WEBHOOK_MUTATE", requests(new AdmissionHooks(true), Takes.OTHERS))
            .put("WEBHOOK_READ", requests(new AdmissionHooks(false), Takes.OTHERS))
            .put("WORKLOAD_ESCAPE", requests(new NodeTakings(false), Takes.KUBELET))
            .put("WORKLOAD_PATCH", requests(new WorkloadChanges(), Takes.KUBELET))
            .put("WORKLOAD_PATCH_SA", requests(new WorkloadChanges(), Takes.KUBELET))
            .buildOrThrow();

    private CallBuilders() {}

    static ImmutableSortedMap<String, Entry> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException for a technique without an entry */
    static Entry of(String technique) {
        Entry entry = ALL.get(technique);
        if (entry == null) {
            throw new IllegalArgumentException("CallBuilders has no entry for " + technique);
        }
        return entry;
    }

    private static Entry requests(CallBuilder builder, Takes takes) {
        return new Entry(builder, takes, "");
    }

    private static Entry none(Takes takes, String reason) {
        return new Entry(NONE, takes, reason);
    }
}
