package dev.postern.network;

import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A printed list of connections, made comparable: neighbouring address ranges with equal ports are one. Of clusters with
 * more networks than one, what NetworkPolicy decides is kept: connections within the network that a pod's default route
 * leads to. VirtualMachines are left out: they are no pods.
 */
final class ConnectionList {
    private static final Pattern RANGE = Pattern.compile("([0-9.]+)-([0-9.]+)\\[External\\]");
    private static final Pattern CONNECTION = Pattern.compile("(\\S+) +\t*(=>|<=)[ \t]+(.+) : (.+)");

    private static final Pattern ONE_VALUE = Pattern.compile("\\{Key:([^,]+),Operator:In,Values:\\[(\\S+)\\],\\}");
    private static final Pattern VALUES = Pattern.compile("Values:\\[([^\\]]*)\\]");
    private static final Pattern SELECTOR = Pattern.compile("with \\{(.*?)\\}\\]");

    private final ImmutableSortedSet<String> lines;
    private final Map<String, String> networks;

    private ConnectionList(ImmutableSortedSet<String> lines, Map<String, String> networks) {
        this.lines = lines;
        this.networks = networks;
    }

    static ConnectionList read(List<String> text) {
        SortedMap<String, List<IpRanges.Range>> ranges = new TreeMap<>();
        ImmutableSortedSet.Builder<String> lines = ImmutableSortedSet.naturalOrder();
        Map<String, String> networks = new HashMap<>();
        boolean primary = true;
        String mapped = "";
        for (String line : text) {
            if (line.startsWith("Permitted connectivity")) {
                primary = !line.contains("secondary");
            } else if (line.startsWith("\tPrimary Network: ")) {
                networks.put(mapped, line.substring("\tPrimary Network: ".length()));
            } else if (line.strip().endsWith("]:")) {
                mapped = line.strip().substring(0, line.strip().length() - 1);
            }
            if (line.contains(" is not protected on ")) {
                lines.add(line.strip());
            }
            Matcher connection = CONNECTION.matcher(line.replace("[udn]", ""));
            if (primary && connection.matches() && !line.contains("[VirtualMachine]")) {
                String plain = connection.group(1) + " " + connection.group(2) + " " + canonical(connection.group(3))
                        + " : " + connection.group(4);
                Matcher range = RANGE.matcher(plain);
                if (range.find()) {
                    ranges.computeIfAbsent(range.replaceFirst("@"), same -> new ArrayList<>())
                            .add(new IpRanges.Range(address(range.group(1)), address(range.group(2))));
                } else {
                    lines.add(plain);
                }
            }
        }
        ranges.forEach((line, parts) -> merged(parts).forEach(part -> lines.add(line.replace("@", part))));
        return new ConnectionList(lines.build(), networks);
    }

    /** Selectors: one value that a label must have is a label; values and terms are sorted. */
    private static String canonical(String end) {
        Matcher one = ONE_VALUE.matcher(end);
        Matcher list = VALUES.matcher(one.replaceAll("$1=$2"));
        String sorted = list.replaceAll(found -> "Values:[" + sorted(found.group(1), " ") + "]");
        return SELECTOR.matcher(sorted)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "with {" + sorted(found.group(1).replaceAll(",(?=\\{|[^{}]*=)", "\n"), "\n") + "}]"));
    }

    private static String sorted(String list, String separator) {
        return Stream.of(list.split(separator)).sorted().collect(Collectors.joining(separator.equals(" ") ? " " : ";"));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static List<String> merged(List<IpRanges.Range> parts) {
        parts.sort(Comparator.comparing(IpRanges.Range::first));
        List<String> merged = new ArrayList<>();
        Optional<IpRanges.Range> current = Optional.empty();
        for (IpRanges.Range part : parts) {
            if (current.isPresent() && current.get().last().next().equals(part.first())) {
                current = Optional.of(new IpRanges.Range(current.get().first(), part.last()));
            } else {
                current.ifPresent(done -> merged.add(done.first() + "-" + done.last()));
                current = Optional.of(part);
            }
        }
        current.ifPresent(done -> merged.add(done.first() + "-" + done.last()));
        return merged;
    }

    ImmutableSortedSet<String> lines() {
        return lines;
    }

    /** Those between ends that the other list has in one network, where it tells of networks. */
    ConnectionList amongNetworksOf(ConnectionList other) {
        ImmutableSortedSet.Builder<String> kept = ImmutableSortedSet.naturalOrder();
        for (String line : lines) {
            Matcher connection = CONNECTION.matcher(line);
            boolean apart = connection.matches()
                    && other.networks.containsKey(connection.group(1))
                    && other.networks.containsKey(connection.group(3))
                    && !Objects.equals(
                            other.networks.get(connection.group(1)), other.networks.get(connection.group(3)));
            if (!apart) {
                kept.add(line);
            }
        }
        return new ConnectionList(kept.build(), networks);
    }
}
