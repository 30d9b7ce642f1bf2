package dev.postern.attack.rule;

import com.google.common.collect.ImmutableList;
import dev.postern.attack.EdgeRule;

/** The catalogue: every built-in rule, sorted by the name of its class. */
public final class BuiltInRules {
    private static final ImmutableList<EdgeRule> ALL = ImmutableList.of(
            new AdmissionBypass(),
            new ApiChange(),
            new AppFlaw(),
            new BootstrapToken(),
            new BootstrapTokenRead(),
            new ControlPlaneNode(),
            new CsrSign(),
            new EscapeBpf(),
            new EscapeCorePattern(),
            new EscapeDacReadSearch(),
            new EscapeHostProcess(),
            new EscapeHostpathWrite(),
            new EscapeNsenter(),
            new EscapePrivileged(),
            new EscapeRawBlock(),
            new EscapeRuntimeSocket(),
            new EscapeSysAdmin(),
            new EscapeSysModule(),
            new EscapeSysPtrace(),
            new EscapeSysRawio(),
            new EscapeUeventHelper(),
            new EscapeVarLog(),
            new Exposes(),
            new HostIpc(),
            new HostPid(),
            new HostpathPodTokens(),
            new HostpathReadCreds(),
            new Impersonate(),
            new MountsSecret(),
            new NetworkChange(),
            new NetworkReach(),
            new NodeHostsPod(),
            new NodeIdentity(),
            new NodePatch(),
            new NodeProxyExec(),
            new NsPsaBypass(),
            new OpenConsole(),
            new PodAssumesSa(),
            new PodAttach(),
            new PodBinding(),
            new PodCreateAsSa(),
            new PodCreateReach(),
            new PodEphemeral(),
            new PodEphemeralEscape(),
            new PodExec(),
            new PodImagePatch(),
            new PodPortforward(),
            new PodProxy(),
            new PvHostpath(),
            new RoleBind(),
            new RoleEscalate(),
            new SaPatch(),
            new SaTokenRequest(),
            new SecretKubeconfig(),
            new SecretPatch(),
            new SecretRead(),
            new SecretTokenPlant(),
            new SecretTokenRead(),
            new SharedPid(),
            new StorageChange(),
            new SubjectGrant(),
            new SubjectInGroup(),
            new TokenBruteforce(),
            new WebhookBackend(),
            new WebhookMutate(),
            new WebhookRead(),
            new WorkloadEscape(),
            new WorkloadPatch(),
            new WorkloadPatchSa());

    private BuiltInRules() {}

    public static ImmutableList<EdgeRule> all() {
        return ALL;
    }
}
