package dev.postern.rbac;

import com.google.common.collect.ImmutableList;
import dev.postern.model.AbacPolicy;
import dev.postern.model.Diagnostic;
import dev.postern.model.SourceRef;
import dev.postern.model.Support;
import java.util.List;

/** What of the authorizers beside RBAC does not do what it seems to, or is not followed to its end. */
final class AuthorizationDiagnostics {
    private final ImmutableList.Builder<Diagnostic> diagnostics = ImmutableList.builder();

    private AuthorizationDiagnostics() {}

    static ImmutableList<Diagnostic> of(AuthorizationModes modes, List<AbacEntry> policies, Groups groups) {
        AuthorizationDiagnostics all = new AuthorizationDiagnostics();
        all.modes(modes);
        policies.forEach(entry -> all.policy(entry, modes.has("ABAC"), groups));
        return all.diagnostics.build();
    }

    private void modes(AuthorizationModes modes) {
        modes.alwaysAllow()
                .forEach(flag -> warn(
                        "always-allow",
                        object(flag)
                                + " lets everybody who has any credentials do everything: take AlwaysAllow out of"
                                + " --authorization-mode",
                        SourceRef.NONE));
        modes.withoutRbac()
                .forEach(flag -> warn(
                        "rbac-off",
                        object(flag) + " does not name RBAC, so roles and bindings grant nothing here",
                        SourceRef.NONE));
        modes.unknown()
                .ifPresent(unknown -> warn(
                        "unknown-authorizer",
                        "not in the input: " + unknown + ". Denials are UNKNOWN",
                        SourceRef.NONE));
    }

    private static String object(Support flag) {
        return Text.printable(flag.facts().get(0).object().toString()) + ": "
                + flag.facts().get(0).value();
    }

    private void policy(AbacEntry entry, boolean asked, Groups groups) {
        AbacPolicy policy = entry.policy();
        SourceRef at = new SourceRef(
                policy.meta().origin().file(),
                policy.meta().origin().line(),
                policy.meta().origin().line() == 0 ? 0 : 1);
        if (!asked) {
            warn("abac-off", "the API server's flags do not name ABAC, so this policy grants nothing", at);
            return;
        }
        if (entry.user().isEmpty() && entry.group().isEmpty()) {
            warn("abac-nobody", "this policy names neither a user nor a group and so matches nobody", at);
            return;
        }
        boolean dropped = entry.user().isEmpty()
                && (isName(policy.user())
                        || isName(policy.group()) && !policy.group().equals(entry.group()));
        if (dropped) {
            warn(
                    "abac-everybody",
                    "the * in this policy makes it one for everybody who is authenticated, whatever other name it gives",
                    at);
        }
        if (entry.everythingIn().isEmpty() || entry.subject(groups).isEmpty()) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.INFO,
                    "abac-partial",
                    "this policy counts where a request is decided, but no attack path uses it: it allows only a part, or"
                            + " is for members of a group that the input does not tell",
                    at));
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && !name.equals("*");
    }

    private void warn(String code, String message, SourceRef at) {
        diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, code, message, at));
    }
}
