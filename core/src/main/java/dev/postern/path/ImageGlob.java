package dev.postern.path;

import com.google.common.base.CharMatcher;
import dev.postern.model.Printable;
import dev.postern.model.Wildcard;

/**
 * A pattern of images. {@code *} stands for any characters, slashes included, and {@code ?} for one; everything else
 * stands for itself. A pattern fits an image if it fits one of its {@linkplain ImageName#forms() forms} as a whole: so one
 * without a tag fits every tag, and {@code nginx} fits {@code docker.io/library/nginx:1.27}.
 */
final class ImageGlob {
    private static final CharMatcher IN_NAMES = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("._-/:@+"))
            .precomputed();
    private static final CharMatcher WILD = CharMatcher.anyOf("*?");

    private final Wildcard pattern;

    private ImageGlob(Wildcard pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is empty, or holds a character that neither stands for others nor is in the
     *     name of any image
     */
    static ImageGlob parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "'image:' lacks the image: write image:REGISTRY/REPOSITORY[:TAG], where * stands for any characters");
        }
        int strange = IN_NAMES.or(WILD).negate().indexIn(text);
        if (strange >= 0) {
            String character = text.substring(strange, strange + Character.charCount(text.codePointAt(strange)));
            throw new IllegalArgumentException("'image:" + Printable.of(text) + "': no image has '"
                    + Printable.of(character)
                    + "' in its name; only * (any characters) and ? (one character) stand for others");
        }
        return new ImageGlob(new Wildcard(text));
    }

    /** Whether the image of a container fits; a container that states none never does. */
    boolean fits(String image) {
        return !image.isEmpty() && ImageName.of(image).forms().stream().anyMatch(pattern::matches);
    }
}
