package dev.postern.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Path ancestry against a twin that walks up from the path, one directory at a time. */
class NodePathProperties {
    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("", ".", "var", "run", "va", "lib", "var2", "docker.sock")
                .list()
                .ofMaxSize(5)
                .map(segments -> "/" + String.join("/", segments));
    }

    @Property(tries = 400)
    void coversExactlyTheDirectoriesOnTheWayUp(@ForAll("paths") String one, @ForAll("paths") String other) {
        String ancestor = NodePath.canonical(one);
        String path = NodePath.canonical(other);
        assertThat(NodePath.covers(ancestor, path)).isEqualTo(wayUp(path).contains(ancestor));
    }

    @Property(tries = 400)
    void canonicalFormIsAFixpoint(@ForAll("paths") String path) {
        String canonical = NodePath.canonical(path);
        assertThat(NodePath.canonical(canonical)).isEqualTo(canonical);
        assertThat(canonical).startsWith("/").doesNotContain("//");
    }

    @Property(tries = 400)
    void aSubPathNeverShowsWhatItsVolumeDoesNot(@ForAll("paths") String volume, @ForAll("paths") String subPath) {
        String base = NodePath.canonical(volume);
        assertThat(NodePath.covers(base, NodePath.join(volume, subPath))).isTrue();
    }

    private static List<String> wayUp(String path) {
        List<String> way = new ArrayList<>();
        String current = path;
        while (!current.equals("/")) {
            way.add(current);
            int slash = current.lastIndexOf('/');
            current = slash == 0 ? "/" : current.substring(0, slash);
        }
        way.add("/");
        return way;
    }
}
