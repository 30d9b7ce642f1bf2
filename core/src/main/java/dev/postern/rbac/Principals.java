package dev.postern.rbac;

import dev.postern.model.Subject;
import java.util.Optional;
import java.util.regex.Pattern;

/** User names that the API server reads something out of, where they are well formed; any other is just a name. */
final class Principals {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern HTTP_PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");
    private static final int LONGEST = 253;

    private Principals() {}

    static Optional<Subject.ServiceAccount> serviceAccount(String user) {
        return Subject.user(user) instanceof Subject.ServiceAccount account
                        && LABEL.matcher(account.namespace()).matches()
                        && isSubdomain(account.name())
                ? Optional.of(account)
                : Optional.empty();
    }

    static Optional<String> node(String user) {
        return user.startsWith(ImplicitGroups.NODE_PREFIX)
                        && isSubdomain(user.substring(ImplicitGroups.NODE_PREFIX.length()))
                ? Optional.of(user.substring(ImplicitGroups.NODE_PREFIX.length()))
                : Optional.empty();
    }

    /** Such as {@code acme.io/foo}. */
    static boolean isDomainPrefixedPath(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && isSubdomain(text.substring(0, slash))
                && HTTP_PATH.matcher(text.substring(slash + 1)).matches();
    }

    private static boolean isSubdomain(String text) {
        return text.length() <= LONGEST && SUBDOMAIN.matcher(text).matches();
    }
}
