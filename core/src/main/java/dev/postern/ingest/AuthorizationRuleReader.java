package dev.postern.ingest;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.model.AuthorizationCheck;
import dev.postern.model.AuthorizationCheck.Attribute;
import dev.postern.model.AuthorizationRule;
import dev.postern.model.AuthorizationRule.Alternative;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules of AuthorizationPolicies. A field that is not known becomes a check that is not known: it would have narrowed
 * what it stands in, and must not leave it wide.
 */
final class AuthorizationRuleReader {
    private static final ImmutableMap<String, Attribute> SOURCE = ImmutableMap.of(
            "principals", Attribute.PRINCIPAL,
            "requestPrincipals", Attribute.REQUEST_PRINCIPAL,
            "namespaces", Attribute.NAMESPACE,
            "serviceAccounts", Attribute.SERVICE_ACCOUNT,
            "ipBlocks", Attribute.SOURCE_IP,
            "remoteIpBlocks", Attribute.REMOTE_IP);

    private static final ImmutableMap<String, Attribute> OPERATION = ImmutableMap.of(
            "hosts", Attribute.HOST,
            "ports", Attribute.PORT,
            "methods", Attribute.METHOD,
            "paths", Attribute.PATH);

    private static final ImmutableMap<String, Attribute> KEYS = ImmutableMap.<String, Attribute>builder()
            .put("source.ip", Attribute.SOURCE_IP)
            .put("remote.ip", Attribute.REMOTE_IP)
            .put("source.namespace", Attribute.NAMESPACE)
            .put("source.serviceAccount", Attribute.SERVICE_ACCOUNT)
            .put("source.principal", Attribute.PRINCIPAL)
            .put("request.auth.principal", Attribute.REQUEST_PRINCIPAL)
            .put("request.auth.audiences", Attribute.TOKEN)
            .put("request.auth.presenter", Attribute.TOKEN)
            .put("destination.ip", Attribute.DESTINATION_IP)
            .put("destination.port", Attribute.PORT)
            .put("connection.sni", Attribute.SNI)
            .buildOrThrow();

    /** Keys with something in brackets behind. */
    private static final ImmutableMap<String, Attribute> PREFIXES = ImmutableMap.of(
            "request.headers", Attribute.HEADER,
            "request.experimental.inline.headers", Attribute.HEADER_ITEM,
            "request.auth.claims", Attribute.TOKEN,
            "experimental.envoy.filters.", Attribute.FILTER);

    private final Oddities odd;
    private ImmutableList<Alternative> from = ImmutableList.of();
    private ImmutableList<Alternative> to = ImmutableList.of();
    private ImmutableList<ImmutableList<AuthorizationCheck>> when = ImmutableList.of();

    AuthorizationRuleReader(Oddities odd) {
        this.odd = odd;
    }

    /** Reads the object here, which is one. */
    AuthorizationRule read(Values in) {
        ImmutableList.Builder<AuthorizationCheck> unknown = ImmutableList.builder();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "from" -> from = odd.objects(in, () -> alternative(in, "source", SOURCE));
                    case "to" -> to = odd.objects(in, () -> alternative(in, "operation", OPERATION));
                    case "when" -> when = odd.objects(in, () -> condition(in));
                    default -> unknown(in, unknown);
                }
            }
        }
        ImmutableList.Builder<AuthorizationCheck> conditions = ImmutableList.builder();
        when.forEach(conditions::addAll);
        return new AuthorizationRule(
                from, to, conditions.addAll(unknown.build()).build());
    }

    private static void unknown(Values in, ImmutableList.Builder<AuthorizationCheck> checks) {
        if (!in.isNull()) {
            checks.add(new AuthorizationCheck(Attribute.UNKNOWN, in.key(), ImmutableList.of(), ImmutableList.of()));
        }
        in.skip();
    }

    /** {@code - source: {…}}: without that field, the server drops what is there and istiod refuses the rest. */
    private Alternative alternative(Values in, String field, ImmutableMap<String, Attribute> attributes) {
        String path = in.path();
        ImmutableList<AuthorizationCheck> checks = ImmutableList.of();
        ImmutableList.Builder<AuthorizationCheck> unknown = ImmutableList.builder();
        boolean stated = false;
        if (in.object()) {
            while (in.next()) {
                if (in.key().equals(field)) {
                    stated = !in.isNull();
                    checks = checks(in, attributes);
                } else {
                    unknown(in, unknown);
                }
            }
        }
        if (!stated) {
            odd.refuse(path + "." + field + " is missing");
        }
        return new Alternative(ImmutableList.<AuthorizationCheck>builder()
                .addAll(checks)
                .addAll(unknown.build())
                .build());
    }

    private ImmutableList<AuthorizationCheck> checks(Values in, ImmutableMap<String, Attribute> attributes) {
        Map<String, ImmutableList<String>> fields = new TreeMap<>();
        ImmutableList.Builder<AuthorizationCheck> checks = ImmutableList.builder();
        if (odd.object(in)) {
            while (in.next()) {
                String key = in.key();
                if (attributes.containsKey(key) || isNegative(key, attributes)) {
                    fields.put(key, odd.strings(in));
                } else {
                    unknown(in, checks);
                }
            }
        }
        attributes.forEach((name, attribute) -> {
            ImmutableList<String> values = fields.getOrDefault(name, ImmutableList.of());
            ImmutableList<String> notValues = fields.getOrDefault(negative(name), ImmutableList.of());
            if (!values.isEmpty() || !notValues.isEmpty()) {
                checks.add(in.sharing().one(new AuthorizationCheck(attribute, name, values, notValues)));
            }
        });
        return checks.build();
    }

    private static boolean isNegative(String key, ImmutableMap<String, Attribute> attributes) {
        return attributes.keySet().stream().anyMatch(name -> key.equals(negative(name)));
    }

    private static String negative(String name) {
        return "not" + Ascii.toUpperCase(name.substring(0, 1)) + name.substring(1);
    }

    private ImmutableList<AuthorizationCheck> condition(Values in) {
        String key = "";
        ImmutableList<String> values = ImmutableList.of();
        ImmutableList<String> notValues = ImmutableList.of();
        ImmutableList.Builder<AuthorizationCheck> checks = ImmutableList.builder();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "key" -> key = odd.text(in, "", text -> text);
                    case "values" -> values = odd.strings(in);
                    case "notValues" -> notValues = odd.strings(in);
                    default -> unknown(in, checks);
                }
            }
        }
        return ImmutableList.<AuthorizationCheck>builder()
                .add(in.sharing().one(new AuthorizationCheck(attribute(key), key, values, notValues)))
                .addAll(checks.build())
                .build();
    }

    private static Attribute attribute(String key) {
        Attribute known = KEYS.get(key);
        if (known != null) {
            return known;
        }
        for (Map.Entry<String, Attribute> prefix : PREFIXES.entrySet()) {
            if (key.startsWith(prefix.getKey())) {
                return prefix.getValue();
            }
        }
        return Attribute.INVALID;
    }
}
