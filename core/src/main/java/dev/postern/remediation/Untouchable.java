package dev.postern.remediation;

import com.google.common.base.Splitter;
import dev.postern.model.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Objects that no edit may touch, as people write them: {@code kube-system/*} by namespace and name (a Namespace counts as
 * lying in itself), {@code Deployment/shop/cart} by kind too, {@code ClusterRoleBinding} by kind alone, {@code
 * team=platform} by label. A star stands for any characters but a slash. A kind begins with a capital letter, a namespace
 * never does.
 *
 * @param text as written
 */
public record Untouchable(String text) {
    /**
     * A pattern.
     *
     * @throws IllegalArgumentException if it is none of the forms
     */
    public Untouchable {
        int slashes = (int) text.chars().filter(c -> c == '/').count();
        boolean kind = !text.isEmpty() && Character.isUpperCase(text.charAt(0));
        boolean label = text.indexOf('=') > 0;
        if (!label && !(kind ? slashes <= 2 : slashes == 1)) {
            throw new IllegalArgumentException("cannot tell which objects " + text
                    + " means: write NAMESPACE/NAME, KIND, KIND/NAME, KIND/NAMESPACE/NAME or LABEL=VALUE");
        }
    }

    boolean covers(ObjectRef object, Map<String, String> labels) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            String value = labels.get(text.substring(0, equals));
            return value != null && fits(text.substring(equals + 1), value);
        }
        List<String> parts = Splitter.on('/').splitToList(text);
        String namespace = object.kind().equals("Namespace") ? object.name() : object.namespace();
        switch (parts.size()) {
            case 1:
                return fits(parts.get(0), object.kind());
            case 2:
                return Character.isUpperCase(text.charAt(0))
                        ? fits(parts.get(0), object.kind()) && fits(parts.get(1), object.name())
                        : fits(parts.get(0), namespace) && fits(parts.get(1), object.name());
            default:
                return fits(parts.get(0), object.kind())
                        && fits(parts.get(1), namespace)
                        && fits(parts.get(2), object.name());
        }
    }

    private static boolean fits(String glob, String name) {
        StringBuilder pattern = new StringBuilder();
        for (String literal : Splitter.on('*').split(glob)) {
            pattern.append(pattern.length() == 0 ? "" : "[^/]*").append(Pattern.quote(literal));
        }
        return Pattern.matches(pattern.toString(), name);
    }
}
