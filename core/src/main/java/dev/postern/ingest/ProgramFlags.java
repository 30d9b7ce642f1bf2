package dev.postern.ingest;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The flags whose setting decides who gets in. A setting is kept only in the form that is harmless to know: a switch, a
 * number, a mode out of a fixed set, a path, a namespace, a local address. Of any other setting the flag's name alone is kept.
 */
final class ProgramFlags {
    /** What a kept setting may look like. */
    private enum Form {
        SWITCH,
        NUMBER,
        MODES,
        PATH,
        ADDRESS,
        /** The name of a namespace, a pattern of names, or nothing. */
        NAME,
        /** A credential: only that it is set to nothing is of interest. */
        EMPTY
    }

    private static final ImmutableSet<String> PROGRAMS = ImmutableSet.of(
            "argo",
            "argocd-application-controller",
            "argocd-server",
            "aws-iam-authenticator",
            "containerd",
            "dashboard",
            "dockerd",
            "etcd",
            "jupyter",
            "jupyter-lab",
            "jupyter-notebook",
            "kube-apiserver",
            "kube-controller-manager",
            "kube-proxy",
            "kube-rbac-proxy",
            "kube-scheduler",
            "kubectl",
            "kubelet",
            "nginx-ingress-controller",
            "sshd",
            "start-notebook.sh",
            "tiller");

    private static final ImmutableMap<String, Form> FLAGS = ImmutableMap.<String, Form>builder()
            .put("allow-insecure", Form.SWITCH)
            .put("allow-privileged", Form.SWITCH)
            .put("allow-snippet-annotations", Form.SWITCH)
            .put("anonymous-auth", Form.SWITCH)
            .put("api-audiences", Form.EMPTY)
            .put("app-only", Form.SWITCH)
            .put("auth-mode", Form.MODES)
            .put("authentication-config", Form.PATH)
            .put("authentication-kubeconfig", Form.PATH)
            .put("authentication-mode", Form.MODES)
            .put("authentication-token-webhook", Form.SWITCH)
            .put("authorization-always-allow-paths", Form.PATH)
            .put("authorization-config", Form.PATH)
            .put("authorization-mode", Form.MODES)
            .put("authorization-policy-file", Form.PATH)
            .put("authorization-webhook-config-file", Form.PATH)
            .put("auto-generate-certificates", Form.SWITCH)
            .put("basic-auth-file", Form.PATH)
            .put("bind-address", Form.ADDRESS)
            .put("client-ca-file", Form.PATH)
            .put("client-cert-auth", Form.SWITCH)
            .put("disable-admission-plugins", Form.MODES)
            .put("disable-auth", Form.SWITCH)
            .put("disable-settings-authorizer", Form.SWITCH)
            .put("disable-skip", Form.SWITCH)
            .put("enable-admission-plugins", Form.MODES)
            .put("enable-bootstrap-token-auth", Form.SWITCH)
            .put("enable-insecure-login", Form.SWITCH)
            .put("enable-network-policy", Form.SWITCH)
            .put("enablePolicyException", Form.SWITCH)
            .put("enable-script-checks", Form.SWITCH)
            .put("enable-skip-login", Form.SWITCH)
            .put("enable-ssl-passthrough", Form.SWITCH)
            .put("exceptionNamespace", Form.NAME)
            .put("exempt-namespace", Form.NAME)
            .put("exempt-namespace-prefix", Form.NAME)
            .put("exempt-namespace-suffix", Form.NAME)
            .put("host", Form.ADDRESS)
            .put("H", Form.ADDRESS)
            .put("IdentityProvider.token", Form.EMPTY)
            .put("kubeconfig", Form.PATH)
            .put("listen", Form.ADDRESS)
            .put("mode", Form.MODES)
            .put("no-app", Form.SWITCH)
            .put("no-auth", Form.SWITCH)
            .put("no-probe", Form.SWITCH)
            .put("NotebookApp.password", Form.EMPTY)
            .put("NotebookApp.token", Form.EMPTY)
            .put("PasswordIdentityProvider.hashed_password", Form.EMPTY)
            .put("peer-client-cert-auth", Form.SWITCH)
            .put("probe-only", Form.SWITCH)
            .put("probe.kubernetes.role", Form.MODES)
            .put("probe.no-controls", Form.SWITCH)
            .put("profiling", Form.SWITCH)
            .put("read-only-port", Form.NUMBER)
            .put("run-firewall", Form.SWITCH)
            .put("secure-port", Form.NUMBER)
            .put("secure", Form.SWITCH)
            .put("ServerApp.password", Form.EMPTY)
            .put("ServerApp.token", Form.EMPTY)
            .put("service-account-key-file", Form.PATH)
            .put("service-account-private-key-file", Form.PATH)
            .put("service-account-signing-key-file", Form.PATH)
            .put("tls", Form.SWITCH)
            .put("tls-cert-file", Form.PATH)
            .put("tls-private-key-file", Form.PATH)
            .put("tls-verify", Form.SWITCH)
            .put("tlsverify", Form.SWITCH)
            .put("token-auth-file", Form.PATH)
            .put("use-service-account-credentials", Form.SWITCH)
            .build();

    /** Values of flags of form MODES. */
    private static final ImmutableSet<String> MODES = ImmutableSet.of(
            "ABAC",
            "AlwaysAllow",
            "AlwaysDeny",
            "Node",
            "RBAC",
            "Webhook",
            "token",
            "basic",
            "server",
            "client",
            "sso",
            "none",
            "oidc",
            "openid",
            "anonymous",
            "app",
            "cluster",
            "host",
            "login",
            "probe",
            "header",
            "AlwaysAdmit",
            "AlwaysPullImages",
            "CertificateApproval",
            "CertificateSigning",
            "CertificateSubjectRestriction",
            "DefaultIngressClass",
            "DefaultStorageClass",
            "DefaultTolerationSeconds",
            "DenyServiceExternalIPs",
            "EventRateLimit",
            "ExtendedResourceToleration",
            "ImagePolicyWebhook",
            "LimitRanger",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionWebhook",
            "NamespaceAutoProvision",
            "NamespaceExists",
            "NamespaceLifecycle",
            "NodeRestriction",
            "OwnerReferencesPermissionEnforcement",
            "PersistentVolumeClaimResize",
            "PodNodeSelector",
            "PodSecurity",
            "PodSecurityPolicy",
            "PodTolerationRestriction",
            "Priority",
            "ResourceQuota",
            "RuntimeClass",
            "SecurityContextDeny",
            "ServiceAccount",
            "StorageObjectInUseProtection",
            "TaintNodesByCondition",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionWebhook");

    private static final Splitter COMMAS = Splitter.on(',');
    private static final ImmutableSet<String> SWITCHES = ImmutableSet.of("true", "false", "t", "f", "1", "0");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9*-]{0,63}");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]{1,120}");
    private static final Pattern ADDRESS = Pattern.compile(
            "((tcp|unix|https?)://)?(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[?[0-9a-f:]{2,40}]?|)(:[0-9]{1,5})?|unix:///var/run/[a-z.]+");

    private ProgramFlags() {}

    static boolean isProgram(String baseName) {
        return PROGRAMS.contains(baseName);
    }

    /** What is kept of a flag, given the word behind it: {@code --name}, {@code --name=setting} or nothing. */
    static Optional<String> kept(String word, String next) {
        int equals = word.indexOf('=');
        String dashed = equals < 0 ? word : word.substring(0, equals);
        String name = dashed.replaceFirst("^-{1,2}", "");
        Form form = form(name);
        if (form == null) {
            return Optional.empty();
        }
        String setting = equals < 0 ? next : word.substring(equals + 1);
        boolean given = equals >= 0 || !next.isEmpty() && !next.startsWith("-");
        return Optional.of(given && isHarmless(form, unquoted(setting)) ? dashed + "=" + unquoted(setting) : dashed);
    }

    private static @Nullable Form form(String name) {
        Form exact = FLAGS.get(name);
        if (exact != null) {
            return exact;
        }
        boolean family = name.equals("insecure") || name.startsWith("insecure-") || name.startsWith("kubelet-");
        return family && name.matches("[a-z-]{3,50}") ? familyForm(name) : null;
    }

    private static Form familyForm(String name) {
        if (name.endsWith("-port")) {
            return Form.NUMBER;
        }
        if (name.endsWith("-address")) {
            return Form.ADDRESS;
        }
        return name.matches("kubelet-.*(authority|certificate|key|kubeconfig|file|dir)") ? Form.PATH : Form.SWITCH;
    }

    private static String unquoted(String setting) {
        return setting.equals("''") || setting.equals("\"\"") ? "" : setting;
    }

    private static boolean isHarmless(Form form, String setting) {
        switch (form) {
            case SWITCH:
                return SWITCHES.contains(setting);
            case NUMBER:
                return NUMBER.matcher(setting).matches();
            case MODES:
                return COMMAS.splitToStream(setting).allMatch(MODES::contains);
            case PATH:
                return COMMAS.splitToStream(setting)
                        .allMatch(path -> PATH.matcher(path).matches());
            case ADDRESS:
                return !setting.isEmpty() && ADDRESS.matcher(setting).matches();
            case NAME:
                return NAME.matcher(setting).matches();
            case EMPTY:
                return setting.isEmpty();
        }
        throw new AssertionError(form);
    }
}
