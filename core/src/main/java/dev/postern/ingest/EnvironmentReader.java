package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.KeyRef;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A container's environment: which Secrets and ConfigMaps it reads, and which variables look like credentials. */
final class EnvironmentReader {
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(^|.*[_.-])(PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|SECRET|SECRETS|TOKEN|TOKENS|CREDENTIAL|CREDENTIALS"
                    + "|APIKEY|API_KEY|ACCESS_KEY|ACCESS_KEY_ID|SECRET_KEY|PRIVATE_KEY|ENCRYPTION_KEY|SIGNING_KEY"
                    + "|CLIENT_SECRET|AUTH_KEY|ACCOUNT_KEY|CONNECTION_STRING|DOCKERCONFIGJSON)([_.-]?[0-9]+)?"
                    + "|.*[A-Z0-9](PASSWORD|PASSWD)|.*(ACCESS_KEY|SECRET_KEY|API_KEY|AUTH_TOKEN|ACCESS_TOKEN).*");

    /** Every name that matches {@link #CREDENTIAL} holds one of these; most names hold none, and looking is cheap. */
    private static final ImmutableList<String> WORDS = ImmutableList.of(
            "PASS", "PWD", "SECRET", "TOKEN", "CREDENTIAL", "KEY", "CONNECTION_STRING", "DOCKERCONFIGJSON");

    /** Names of files, lifetimes, names of Secrets and the like, and the shell's working directory. */
    private static final Pattern NO_CREDENTIAL = Pattern.compile(
            "(PWD|OLDPWD)|.*(_FILE|_PATH|_DIR|_NAME|_NAMESPACE|_TTL|_EXPIRY|_EXPIRATION|_LIFETIME|_TIMEOUT|_LENGTH|_URL"
                    + "|_URI|_ENDPOINT|_TYPE|_ENABLED|_HEADER|_ISSUER|_AUDIENCE)"
                    + "|(.*_)?(MAX|MIN|NUM|NUMBER_OF|LIMIT|TOTAL|USE|ENABLE|DISABLE|REQUIRE|ALLOW|SKIP|NO)_.*");

    /** At least two directories deep: a single slash may begin a password. */
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+");

    /**
     * What {@code env} says.
     *
     * @param settings what {@link ProgramVariables} keeps
     */
    record Variables(
            ImmutableList<KeyRef> references, ImmutableList<String> credentials, ImmutableList<String> settings) {
        static final Variables NONE = new Variables(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }

    private final ImmutableList.Builder<KeyRef> references = ImmutableList.builder();
    private final ImmutableList.Builder<String> credentials = ImmutableList.builder();
    private final ImmutableList.Builder<String> settings = ImmutableList.builder();

    private EnvironmentReader() {}

    /** Reads {@code env}. */
    static Variables variables(Values in) {
        EnvironmentReader env = new EnvironmentReader();
        in.objects(() -> {
            env.variable(in, "env[" + in.index() + "]");
            return true;
        });
        return new Variables(env.references.build(), env.credentials.build(), env.settings.build());
    }

    private void variable(Values in, String field) {
        String name = "";
        boolean literal = false;
        // A variable without a value is empty.
        Optional<String> setting = Optional.of("");
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "name" -> name = in.symbol();
                case "value" -> {
                    String value = in.scalarText();
                    literal = isLiteral(value);
                    setting = Optional.of(value);
                }
                case "valueFrom" -> {
                    valueFrom(in, field + ".valueFrom");
                    setting = Optional.empty();
                }
                default -> in.skip();
            }
        }
        if (literal && looksLikeCredential(name)) {
            credentials.add(name);
        }
        ProgramVariables.kept(name, setting).ifPresent(settings::add);
    }

    /** Switches, paths of files, and texts that only stand for others, give nothing away. */
    private static boolean isLiteral(String value) {
        return !value.isEmpty()
                && !value.equalsIgnoreCase("true")
                && !value.equalsIgnoreCase("false")
                && !(value.startsWith("$(") && value.endsWith(")"))
                && !(value.startsWith("${") && value.endsWith("}"))
                && !(value.length() < 200 && PATH.matcher(value).matches());
    }

    static boolean looksLikeCredential(String name) {
        if (name.length() > 200) {
            return false;
        }
        String upper = name.toUpperCase(Locale.ROOT);
        return WORDS.stream().anyMatch(upper::contains)
                && CREDENTIAL.matcher(upper).matches()
                && !NO_CREDENTIAL.matcher(upper).matches();
    }

    private void valueFrom(Values in, String field) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "secretKeyRef" -> references.add(reference(in, true, field + ".secretKeyRef"));
                case "configMapKeyRef" -> references.add(reference(in, false, field + ".configMapKeyRef"));
                default -> in.skip();
            }
        }
    }

    /** Reads {@code envFrom}. */
    static ImmutableList<KeyRef> sources(Values in) {
        EnvironmentReader env = new EnvironmentReader();
        in.objects(() -> {
            env.source(in, "envFrom[" + in.index() + "]");
            return true;
        });
        return env.references.build();
    }

    private void source(Values in, String field) {
        if (!in.object()) {
            return;
        }
        while (in.next()) {
            switch (in.key()) {
                case "secretRef" -> references.add(reference(in, true, field + ".secretRef"));
                case "configMapRef" -> references.add(reference(in, false, field + ".configMapRef"));
                default -> in.skip();
            }
        }
    }

    private static KeyRef reference(Values in, boolean secret, String field) {
        String name = "";
        String key = "";
        boolean optional = false;
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "name" -> name = in.symbol();
                    case "key" -> key = in.symbol();
                    case "optional" -> optional = in.bool();
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new KeyRef(secret, name, key, optional, field));
    }
}
