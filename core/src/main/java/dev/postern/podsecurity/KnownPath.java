package dev.postern.podsecurity;

/**
 * A path of the node that matters to an attacker.
 *
 * @param path in canonical form
 * @param tree whether every entry below it matters as much as the directory
 * @param within a mount counts only inside this directory. The paths of one distribution stand below a directory of its
 *     own: who mounts that, has the distribution; who mounts a directory above it, perhaps not
 */
record KnownPath(String path, boolean tree, String within) {
    static KnownPath of(String path) {
        return new KnownPath(path, false, "/");
    }

    static KnownPath tree(String path) {
        return new KnownPath(path, true, "/");
    }

    KnownPath within(String directory) {
        return new KnownPath(path, tree, directory);
    }

    boolean isShownBy(HostMount mount) {
        String shown = mount.nodePath();
        return NodePath.covers(within, shown)
                && (NodePath.covers(shown, path) || (tree && NodePath.covers(path, shown)));
    }

    static boolean anyIsShownBy(HostMount mount, Iterable<KnownPath> paths) {
        for (KnownPath path : paths) {
            if (path.isShownBy(mount)) {
                return true;
            }
        }
        return false;
    }
}
