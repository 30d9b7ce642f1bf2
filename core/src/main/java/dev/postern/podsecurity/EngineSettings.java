package dev.postern.podsecurity;

import com.google.common.collect.ImmutableList;
import dev.postern.model.Cluster;
import dev.postern.model.Container;
import dev.postern.model.Evidence;
import dev.postern.model.ImageReference;
import dev.postern.model.KubernetesVersion;
import dev.postern.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the program of a policy engine is run, as one of its containers shows: its flags and the version of its image. */
final class EngineSettings {
    private final Pod pod;
    private final Container container;

    private EngineSettings(Pod pod, Container container) {
        this.pod = pod;
        this.container = container;
    }

    /** Every container of an image whose path ends so, behind whatever registry or mirror. O(containers). */
    static ImmutableList<EngineSettings> of(Cluster cluster, String image) {
        ImmutableList.Builder<EngineSettings> found = ImmutableList.builder();
        for (Pod pod : cluster.pods()) {
            for (Container container : pod.spec().containers()) {
                String path = ImageReference.parse(container.image()).path();
                if (container.role() == Container.Role.MAIN && (path.equals(image) || path.endsWith("/" + image))) {
                    found.add(new EngineSettings(pod, container));
                }
            }
        }
        return found.build();
    }

    String namespace() {
        return pod.namespace();
    }

    /** The settings of a flag, which may be given several times; of one whose setting is not told, nothing. */
    List<String> settings(String flag) {
        return words(flag)
                .filter(word -> word.contains("="))
                .map(word -> word.substring(word.indexOf('=') + 1))
                .toList();
    }

    /** Whether a flag is given, whatever its setting. */
    boolean has(String flag) {
        return words(flag).findAny().isPresent();
    }

    private Stream<String> words(String flag) {
        return container.programFlags().stream().filter(word -> {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return name.equals("-" + flag) || name.equals("--" + flag);
        });
    }

    Optional<KubernetesVersion> version() {
        String tag = ImageReference.parse(container.image()).tag();
        return tag.isEmpty() ? Optional.empty() : KubernetesVersion.parse(tag.substring(1));
    }

    /** What the flags say, or what they leave unsaid. */
    Evidence stated(String text) {
        return Evidence.stated(pod.object(), pod.field(container.field() + ".args"), text);
    }
}
