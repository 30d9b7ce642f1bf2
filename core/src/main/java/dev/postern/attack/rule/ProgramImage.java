package dev.postern.attack.rule;

import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;
import dev.postern.model.ImageReference;
import dev.postern.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container's {@code image} tells of the program in it: the parts of its path, without the registry, and the version
 * that its tag begins with. A mirror puts registries and folders of its own in front of a path and seldom changes its end.
 *
 * @param path with {@code library} in front of the bare names of Docker Hub
 * @param version numbers, for instance 1, 10, 1; empty when the tag is no version or there is only a digest
 * @param newest whether there is neither tag nor digest, or the tag {@code latest}: such an image is pulled anew for each
 *     pod, unless the pod says otherwise
 */
record ProgramImage(List<String> path, Optional<List<Integer>> version, boolean newest) {
    private static final Splitter SLASHES = Splitter.on('/');
    private static final Splitter DOTS = Splitter.on('.');
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,4}(\\.[0-9]{1,6}){0,3})([-_+].*)?");

    static ProgramImage of(String written) {
        ImageReference image = ImageReference.parse(written);
        String tag = image.tag().isEmpty() ? "" : image.tag().substring(1);
        return new ProgramImage(
                SLASHES.splitToList(image.path()),
                version(tag),
                image.digest().isEmpty() && (tag.isEmpty() || tag.equals("latest")));
    }

    /** Whether the path ends with the parts of a name, each as a whole. */
    boolean isOf(List<String> name) {
        int start = path.size() - name.size();
        return start >= 0 && path.subList(start, path.size()).equals(name);
    }

    /** A version as its numbers; empty for what is none. */
    static Optional<List<Integer>> version(String text) {
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>();
        for (String part : DOTS.split(matcher.group(1))) {
            Integer number = Ints.tryParse(part);
            numbers.add(number == null ? 0 : number);
        }
        return Optional.of(List.copyOf(numbers));
    }

    /**
     * Whether one version comes before another. A tag of fewer numbers moves on with the versions it begins: {@code 1} may
     * be any 1.x, so whether it comes before 1.14 is not known.
     */
    static Outcome isBefore(List<Integer> version, List<Integer> bound) {
        for (int i = 0; i < bound.size(); i++) {
            if (i == version.size()) {
                boolean zeros = bound.subList(i, bound.size()).stream().allMatch(number -> number == 0);
                return zeros ? Outcome.DENIED : Outcome.UNKNOWN;
            }
            int order = version.get(i).compareTo(bound.get(i));
            if (order != 0) {
                return order < 0 ? Outcome.ALLOWED : Outcome.DENIED;
            }
        }
        return Outcome.DENIED;
    }
}
