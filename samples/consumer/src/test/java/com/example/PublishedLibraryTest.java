package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import java.net.URI;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

final class PublishedLibraryTest {
    @Test
    void theLibraryComesFromItsJarUnderItsModuleName() throws Exception {
        URI home = Cluster.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        try (JarFile jar = new JarFile(Path.of(home).toFile())) {
            assertEquals("dev.postern", jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
        }
    }

    @Test
    void theLibraryWorksWithNothingButItsOwnDependencies() {
        Cluster cluster = Cluster.builder().add(Namespace.implied("shop")).build();
        assertTrue(cluster.namespaces().stream()
                .anyMatch(namespace -> namespace.meta().name().equals("shop")));
    }
}
