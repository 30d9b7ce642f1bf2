package dev.postern.ingest;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which security fields mean something where. The API server drops a field that its schema does not have at that place,
 * names being case-sensitive, and refuses the object only where the client asks for strict validation (as kubectl does since
 * v1.25): so a pod runs without what its author wrote. Source: the types of {@code core/v1}; KEP-2885.
 */
final class SecurityFields {
    private static final String FATE =
            ". The API server drops it, or refuses the object where the client asks for strict validation";

    private record Field(String name, Set<Spot> homes) {}

    private static final ImmutableMap<String, Field> BY_LOWER_CASE = fields();

    private SecurityFields() {}

    private static ImmutableMap<String, Field> fields() {
        ImmutableMap.Builder<String, Field> fields = ImmutableMap.builder();
        add(fields, EnumSet.of(Spot.POD_SPEC), "hostNetwork", "hostPID", "hostIPC", "hostUsers");
        add(fields, EnumSet.of(Spot.POD_SPEC), "shareProcessNamespace", "runtimeClassName");
        add(fields, EnumSet.of(Spot.POD_SPEC), "serviceAccountName", "serviceAccount");
        add(fields, EnumSet.of(Spot.POD_SPEC, Spot.SERVICE_ACCOUNT), "automountServiceAccountToken");
        add(fields, EnumSet.of(Spot.POD_SPEC, Spot.CONTAINER), "securityContext");
        EnumSet<Spot> both = EnumSet.of(Spot.POD_CONTEXT, Spot.CONTAINER_CONTEXT);
        add(fields, both, "runAsUser", "runAsGroup", "runAsNonRoot", "seLinuxOptions");
        add(fields, both, "seccompProfile", "appArmorProfile", "windowsOptions");
        EnumSet<Spot> container = EnumSet.of(Spot.CONTAINER_CONTEXT);
        add(fields, container, "privileged", "allowPrivilegeEscalation", "readOnlyRootFilesystem");
        add(fields, container, "capabilities", "procMount");
        EnumSet<Spot> pod = EnumSet.of(Spot.POD_CONTEXT);
        add(fields, pod, "fsGroup", "fsGroupChangePolicy", "supplementalGroups", "supplementalGroupsPolicy");
        add(fields, pod, "sysctls", "seLinuxChangePolicy");
        return fields.buildOrThrow();
    }

    private static void add(ImmutableMap.Builder<String, Field> fields, Set<Spot> homes, String... names) {
        for (String name : names) {
            fields.put(Ascii.toLowerCase(name), new Field(name, Sets.immutableEnumSet(homes)));
        }
    }

    /**
     * Passes over the value here if its key is a security field that has no effect at this spot, and reports it; then true.
     * Null is as good as absent.
     */
    static boolean skipVoid(Values in, Spot spot) {
        String key = in.key();
        Field field = BY_LOWER_CASE.get(Ascii.toLowerCase(key));
        if (field == null) {
            return false;
        }
        boolean home = field.homes().contains(spot);
        boolean spelt = field.name().equals(key);
        if (home && spelt) {
            return false;
        }
        if (!in.isNull()) {
            if (home) {
                in.warning(
                        "security-field-misspelt",
                        "has no effect: the names of fields are case-sensitive, and this one is " + field.name()
                                + FATE);
            } else {
                in.warning(
                        "security-field-misplaced",
                        "has no effect here: " + (spelt ? "it" : "the field " + field.name())
                                + " belongs in "
                                + field.homes().stream().map(Spot::words).collect(Collectors.joining(" or in "))
                                + FATE);
            }
        }
        in.skip();
        return true;
    }

    /** Passes over the value here, which nothing asks for; reports it as {@link #skipVoid} does. */
    static void skip(Values in, Spot spot) {
        if (!skipVoid(in, spot)) {
            in.skip();
        }
    }
}
