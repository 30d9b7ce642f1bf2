package dev.postern.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The matching of patterns against a twin that tries every split. */
class ImageGlobProperties {
    @Provide
    Arbitrary<String> patterns() {
        return text("ab.io/:*?");
    }

    @Provide
    Arbitrary<String> images() {
        return text("ab.io/:@");
    }

    private static Arbitrary<String> text(String characters) {
        return Arbitraries.of(characters.chars().mapToObj(Character::toString).collect(Collectors.toList()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(letters -> String.join("", letters));
    }

    @Property(tries = 1000)
    void fitsExactlyWhenSomeFormDoes(@ForAll("patterns") String pattern, @ForAll("images") String image) {
        boolean expected = ImageName.of(image).forms().stream().anyMatch(form -> fits(pattern, form));
        assertThat(ImageGlob.parse(pattern).fits(image)).isEqualTo(expected);
    }

    @Property(tries = 400)
    void anImageIsOneOfItsForms(@ForAll("images") String image) {
        assertThat(ImageName.of(image).forms()).contains(image);
    }

    private static boolean fits(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '*') {
            return fits(rest, text) || (!text.isEmpty() && fits(pattern, text.substring(1)));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && fits(rest, text.substring(1));
    }
}
