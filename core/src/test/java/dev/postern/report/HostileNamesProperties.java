package dev.postern.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** What {@link HostileNamesTest} asks of chosen names, asked of any. */
final class HostileNamesProperties {
    @Property(tries = 100)
    void everyDocumentSaysAnyNameAndNothingElse(@ForAll @StringLength(min = 1, max = 12) String name)
            throws IOException {
        Path folder = Files.createTempDirectory("postern-names");
        try {
            HostileNamesTest.check(Asked.named(folder, name));
        } finally {
            Files.delete(folder.resolve("cluster.json"));
            Files.delete(folder);
        }
    }
}
