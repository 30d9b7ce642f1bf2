package dev.postern.ingest;

import com.google.common.collect.ImmutableList;
import dev.postern.model.RoleBinding;
import dev.postern.model.RoleRef;
import dev.postern.model.SubjectEntry;

/** RoleBindings and ClusterRoleBindings. */
final class RoleBindingReader {
    private RoleBindingReader() {}

    static RoleBinding read(Values in, Identity identity) {
        Metadata metadata = Metadata.NONE;
        RoleRef roleRef = new RoleRef("", "");
        ImmutableList<SubjectEntry> subjects = ImmutableList.of();
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "metadata" -> metadata = Metadata.read(in);
                    case "roleRef" -> roleRef = roleRef(in);
                    case "subjects" -> subjects = in.objects(() -> subject(in));
                    default -> in.skip();
                }
            }
        }
        boolean clusterWide = identity.kind().equals("ClusterRoleBinding");
        return new RoleBinding(metadata.of(identity), clusterWide, roleRef, subjects);
    }

    /** The group of a roleRef is not read: the authorizer does not consult it either. */
    private static RoleRef roleRef(Values in) {
        String kind = "";
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "kind" -> kind = in.symbol();
                    case "name" -> name = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new RoleRef(kind, name));
    }

    private static SubjectEntry subject(Values in) {
        String kind = "";
        String namespace = "";
        String name = "";
        if (in.object()) {
            while (in.next()) {
                switch (in.key()) {
                    case "kind" -> kind = in.symbol();
                    case "namespace" -> namespace = in.symbol();
                    case "name" -> name = in.symbol();
                    default -> in.skip();
                }
            }
        }
        return in.sharing().one(new SubjectEntry(kind, namespace, name));
    }
}
