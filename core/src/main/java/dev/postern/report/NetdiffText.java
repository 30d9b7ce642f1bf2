package dev.postern.report;

import dev.postern.Analysis;
import dev.postern.model.KubernetesObject;
import dev.postern.model.ObjectChange;
import dev.postern.model.Origin;
import dev.postern.model.Printable;
import dev.postern.model.SourceRef;
import dev.postern.network.ConnectionChange;
import dev.postern.network.ConnectionsDiff;
import dev.postern.network.PortSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Differences between connections as text: {@code +}, {@code -} and {@code ~} in front, and below whatever is responsible. */
public final class NetdiffText {
    private NetdiffText() {}

    /** Writes each difference as it is found, then how many there are. */
    public static void write(Analysis older, Analysis newer, ConnectionsDiff diff, boolean colour, Writer out)
            throws IOException {
        Style style = colour ? Style.ANSI : Style.PLAIN;
        int[] counts = new int[ConnectionChange.Kind.values().length];
        try {
            diff.each(change -> {
                counts[change.kind().ordinal()]++;
                try {
                    out.write(line(change, style) + "\n");
                    for (ObjectChange cause : change.causes()) {
                        out.write("      " + cause(older, newer, cause, style) + "\n");
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.write("\n" + counts[ConnectionChange.Kind.ADDED.ordinal()] + " added, "
                + counts[ConnectionChange.Kind.REMOVED.ordinal()] + " removed, "
                + counts[ConnectionChange.Kind.CHANGED.ordinal()] + " changed\n");
    }

    private static String line(ConnectionChange change, Style style) {
        String ends = ConnectionsText.end(change.source()) + " => " + ConnectionsText.end(change.destination()) + " : ";
        return switch (change.kind()) {
            case ADDED -> style.bad("+") + " " + ends + ports(change.after(), change.unknownAfter());
            case REMOVED -> style.good("-") + " " + ends + ports(change.before(), change.unknownBefore());
            case CHANGED ->
                style.warn("~") + " " + ends + ports(change.before(), change.unknownBefore()) + " -> "
                        + ports(change.after(), change.unknownAfter());
        };
    }

    private static String ports(PortSet ports, PortSet unknown) {
        return unknown.isEmpty() ? ports.notation() : ports.notation() + " (unknown: " + unknown.notation() + ")";
    }

    private static String cause(Analysis older, Analysis newer, ObjectChange cause, Style style) {
        Analysis where = cause.kind() == ObjectChange.Kind.REMOVED ? older : newer;
        Origin origin = where.snapshot()
                .cluster()
                .find(cause.object())
                .map(KubernetesObject::meta)
                .map(meta -> meta.origin())
                .orElse(Origin.NONE);
        String place = new SourceRef(origin.file(), origin.line(), 0).toString();
        return Printable.of(cause.toString()) + (place.isEmpty() ? "" : "  " + style.dim(Printable.of(place)));
    }
}
