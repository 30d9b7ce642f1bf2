package dev.postern.path;

import com.google.common.collect.ImmutableSet;
import dev.postern.model.ImageReference;

/**
 * The ways to write the image of a container: as it is, and on Docker Hub in full and in short. An image that states
 * neither tag nor digest has the tag {@code latest}.
 */
final class ImageName {
    private final ImageReference image;

    private ImageName(ImageReference image) {
        this.image = image;
    }

    static ImageName of(String written) {
        return new ImageName(ImageReference.parse(written));
    }

    private ImmutableSet<String> names() {
        return image.isOnDockerHub()
                ? ImmutableSet.of(image.name(), "docker.io/" + image.path(), image.familiarPath())
                : ImmutableSet.of(image.name());
    }

    /** Every form: each name alone, with its tag, with its digest, with both. */
    ImmutableSet<String> forms() {
        String digest = image.digest();
        String tag = image.tag().isEmpty() && digest.isEmpty() ? ":latest" : image.tag();
        ImmutableSet.Builder<String> forms = ImmutableSet.builder();
        for (String name : names()) {
            forms.add(name, name + tag, name + digest, name + tag + digest);
        }
        return forms.build();
    }
}
