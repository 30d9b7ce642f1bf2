package dev.postern.cli;

import dev.postern.ingest.ChangeException;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.ingest.PatchReader;
import dev.postern.model.Change;
import dev.postern.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is changed about the input. */
final class ChangeOptions {
    @Option(
            names = "--patch",
            paramLabel = "PATCH",
            description =
                    "KIND/NAMESPACE/NAME=PATCH (KIND/NAME=PATCH without a namespace), or a file of documents that hold"
                            + " kind, metadata.name and what to change; may be repeated.")
    private List<String> patches = new ArrayList<>();

    @Option(
            names = "--with",
            paramLabel = "MANIFESTS",
            description = "File or directory of objects to add, or to put in the place of those of their names; may be"
                    + " repeated.")
    private List<Path> manifests = new ArrayList<>();

    @Option(
            names = "--delete",
            paramLabel = "KIND/NS/NAME",
            description = "Object to take away, with what it owns; may be repeated.")
    private List<String> deleted = new ArrayList<>();

    void require(CommandSpec spec) {
        if (patches.isEmpty() && manifests.isEmpty() && deleted.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Nothing is to be changed: give --patch, --with or --delete.");
        }
    }

    /** The changed cluster; objects without a namespace are in {@code default}. */
    ClusterSnapshot apply(ClusterSnapshot snapshot) {
        ClusterSnapshot result = snapshot;
        if (!manifests.isEmpty()) {
            result = result.with(
                    ClusterSnapshot.read(manifests.stream().map(Input::path).toList()));
        }
        List<Change> changes = new ArrayList<>();
        patches.forEach(patch -> changes.addAll(patch(patch)));
        deleted.forEach(object -> changes.add(Change.delete(object(object))));
        return result.with(changes);
    }

    private static ObjectRef object(String text) {
        try {
            return ObjectRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ChangeException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Change> patch(String text) {
        Optional<Path> file = file(text);
        if (file.isPresent()) {
            try {
                return PatchReader.patches(Files.readString(file.get()), "default");
            } catch (IOException e) {
                throw new ChangeException("the patch file " + text + " cannot be read as UTF-8 text");
            }
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new ChangeException("--patch " + text + ": there is no such file, and it is not of the form"
                    + " KIND/NAMESPACE/NAME=PATCH");
        }
        return List.of(PatchReader.patch(object(text.substring(0, equals)), text.substring(equals + 1)));
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
