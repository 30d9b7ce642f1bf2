package dev.postern.edit;

import com.google.common.collect.ImmutableList;
import dev.postern.model.ObjectRef;
import java.util.Locale;

/**
 * What to do to one object, as a person can do it with {@code kubectl}.
 *
 * @param operations a JSON patch; empty for {@link Form#CREATE} and {@link Form#DELETE}
 * @param manifest the new object as YAML for {@link Form#CREATE}, else empty
 */
public record Patch(ObjectRef object, Form form, ImmutableList<PatchOperation> operations, String manifest) {
    /** How it is done. */
    public enum Form {
        /** The object is patched. */
        PATCH,
        /** Its fields cannot be changed: it is deleted and made again, patched. */
        REPLACE,
        /** It is new. */
        CREATE,
        /** It goes. */
        DELETE;

        public String notation() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The command, with {@code FILE} for the file of {@link #yaml()}. */
    public String command() {
        String name = object.kind().toLowerCase(Locale.ROOT) + " " + shell(object.name());
        String kubectl = "kubectl" + (object.namespace().isEmpty() ? "" : " -n " + shell(object.namespace()));
        switch (form) {
            case PATCH:
                return kubectl + " patch " + name + " --type=json --patch-file FILE";
            case REPLACE:
                return kubectl + " get " + name + " -o yaml | kubectl patch --local -f - --type=json --patch-file FILE"
                        + " -o yaml | kubectl replace --force -f -";
            case CREATE:
                return "kubectl apply -f FILE";
            default:
                return kubectl + " delete " + name;
        }
    }

    /** The patch, or the new object, as YAML; empty for a deletion. */
    public String yaml() {
        if (form == Form.CREATE) {
            return manifest;
        }
        StringBuilder text = new StringBuilder();
        operations.forEach(operation -> text.append(operation.yaml()));
        return text.toString();
    }

    /** A name as one word of a shell, whatever it holds: names come from the input. */
    private static String shell(String name) {
        return name.matches("[A-Za-z0-9._-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
