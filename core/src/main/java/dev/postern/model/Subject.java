package dev.postern.model;

/**
 * Someone the API server can authenticate: a user, a service account, or a group of them.
 *
 * <p>A service account is the user {@code system:serviceaccount:<namespace>:<name>}; {@link #user(String)} returns the
 * service account for such a name, so that equal principals are equal values.
 */
public sealed interface Subject extends Comparable<Subject> {
    String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

    /** {@code User}, {@code Group} or {@code ServiceAccount}. */
    String kind();

    /** The name the authorizer compares: the user name or the group name. */
    String principal();

    /** For people: {@code ServiceAccount shop/cart}, {@code User alice}, {@code Group system:masters}. */
    String describe();

    /** What {@link #parse} reads: {@code sa:shop/cart}, {@code user:alice}, {@code group:system:masters}. */
    default String notation() {
        return this instanceof ServiceAccount account
                ? "sa:" + account.namespace() + "/" + account.name()
                : (this instanceof Group ? "group:" : "user:") + principal();
    }

    /** A user by name; the service account of that name if it is one. */
    static Subject user(String name) {
        if (name.startsWith(SERVICE_ACCOUNT_PREFIX)) {
            String rest = name.substring(SERVICE_ACCOUNT_PREFIX.length());
            int colon = rest.indexOf(':');
            if (colon > 0 && colon < rest.length() - 1 && rest.indexOf(':', colon + 1) < 0) {
                return new ServiceAccount(rest.substring(0, colon), rest.substring(colon + 1));
            }
        }
        return new User(name);
    }

    /**
     * Reads {@code sa:NAMESPACE/NAME}, {@code user:NAME} or {@code group:NAME}; anything else is a user's name, as for
     * kubectl's {@code --as}, and {@code system:serviceaccount:NAMESPACE:NAME} among those is the service account.
     *
     * @throws IllegalArgumentException with a message that says what would be understood
     */
    static Subject parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (kind.equals("sa")) {
            int slash = rest.indexOf('/');
            if (slash > 0 && slash < rest.length() - 1 && rest.indexOf('/', slash + 1) < 0) {
                return serviceAccount(rest.substring(0, slash), rest.substring(slash + 1));
            }
            throw new IllegalArgumentException("'" + text + "' lacks its namespace: write sa:NAMESPACE/NAME");
        }
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' names nobody: write sa:NAMESPACE/NAME, user:NAME or group:NAME");
        }
        if (kind.equals("group")) {
            return group(rest);
        }
        return user(kind.equals("user") ? rest : text);
    }

    static Subject group(String name) {
        return new Group(name);
    }

    static ServiceAccount serviceAccount(String namespace, String name) {
        return new ServiceAccount(namespace, name);
    }

    @Override
    default int compareTo(Subject other) {
        if (this instanceof ServiceAccount account && other instanceof ServiceAccount another) {
            return account.order(another);
        }
        int byKind = kind().compareTo(other.kind());
        return byKind != 0 ? byKind : principal().compareTo(other.principal());
    }

    /** A user that is not a service account. Construct with {@link Subject#user(String)}. */
    record User(String name) implements Subject {
        @Override
        public String kind() {
            return "User";
        }

        @Override
        public String principal() {
            return name;
        }

        @Override
        public String describe() {
            return "User " + name;
        }
    }

    /** A group. */
    record Group(String name) implements Subject {
        @Override
        public String kind() {
            return "Group";
        }

        @Override
        public String principal() {
            return name;
        }

        @Override
        public String describe() {
            return "Group " + name;
        }
    }

    /** A service account; the object itself need not exist for authorization. */
    record ServiceAccount(String namespace, String name) implements Subject {
        @Override
        public String kind() {
            return "ServiceAccount";
        }

        @Override
        public String principal() {
            return SERVICE_ACCOUNT_PREFIX + namespace + ":" + name;
        }

        @Override
        public String describe() {
            return "ServiceAccount " + namespace + "/" + name;
        }

        @Override
        public int hashCode() {
            return Hashes.mixed(namespace.hashCode(), name.hashCode());
        }

        /** As principals compare, but hardly ever making them: a namespace ends before its colon. */
        private int order(ServiceAccount other) {
            if (namespace.equals(other.namespace)) {
                return name.compareTo(other.name);
            }
            int common = Math.min(namespace.length(), other.namespace.length());
            boolean prefix = namespace.regionMatches(0, other.namespace, 0, common);
            return prefix ? principal().compareTo(other.principal()) : namespace.compareTo(other.namespace);
        }

        public ObjectRef ref() {
            return ObjectRef.of("ServiceAccount", namespace, name);
        }
    }
}
