package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.postern.export.ConnectionsDot;
import dev.postern.model.LabelSelector;
import dev.postern.model.ObjectRef;
import dev.postern.model.Printable;
import dev.postern.model.Protocol;
import dev.postern.network.CniProfile;
import dev.postern.network.Connection;
import dev.postern.network.ConnectionEnd;
import dev.postern.network.Exposure;
import dev.postern.network.Exposures;
import dev.postern.network.PortSet;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.dot.DOTImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The formats of connection lists; a name stays a name in each. */
class ConnectionFormatsTest {
    private static final ConnectionEnd.OfWorkload CART = workload("cart");
    private static final PortSet SOME = PortSet.of(Protocol.TCP, 80).union(PortSet.range(Protocol.UDP, 5000, 5003));

    private interface Format {
        void write(Iterable<Connection> connections, Optional<Exposures> exposures, Writer out) throws IOException;
    }

    private static ConnectionEnd.OfWorkload workload(String name) {
        return new ConnectionEnd.OfWorkload(ObjectRef.of("Deployment", "shop", name));
    }

    private static List<Connection> connections(String name) {
        return List.of(
                new Connection(new ConnectionEnd.OfRange("0.0.0.0", "9.9.9.9"), CART, PortSet.ALL, PortSet.NONE),
                new Connection(CART, workload(name), SOME, PortSet.of(Protocol.SCTP, 9)),
                new Connection(workload(name), CART, PortSet.NONE, PortSet.of(Protocol.TCP, 81)));
    }

    private static Exposures exposures(String name) {
        ConnectionEnd pods = new ConnectionEnd.OfSelectors(
                "", LabelSelector.ofLabels(Map.of("team", "a")), LabelSelector.ofLabels(Map.of("app", name)));
        return new Exposures(
                ImmutableList.of(
                        new Exposure(
                                CART,
                                false,
                                pods,
                                PortSet.of(Protocol.TCP, 80),
                                ImmutableSortedSet.of(new Exposure.PortName(Protocol.TCP, "http"))),
                        new Exposure(
                                CART, true, new ConnectionEnd.EntireCluster(), PortSet.ALL, ImmutableSortedSet.of())),
                ImmutableList.of(new Exposures.Unprotected(CART, true)));
    }

    private static String written(Format format, String name) {
        StringWriter out = new StringWriter();
        try {
            format.write(connections(name), Optional.of(exposures(name)), out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString();
    }

    @Test
    void text_has_the_common_form() {
        assertThat(written(ConnectionsText::write, "db")).isEqualTo("""
                        0.0.0.0-9.9.9.9[External] => shop/cart[Deployment] : All Connections
                        shop/cart[Deployment] => shop/db[Deployment] : TCP 80,UDP 5000-5003 (unknown: SCTP 9)
                        shop/db[Deployment] => shop/cart[Deployment] : No Connections (unknown: TCP 81)

                        Exposure Analysis Result:
                        Egress Exposure:
                        shop/cart[Deployment] => [namespace with {team=a}]/[pod with {app=db}] : TCP 80,http

                        Ingress Exposure:
                        shop/cart[Deployment] <= entire-cluster : All Connections

                        Workloads not protected by network policies:
                        shop/cart[Deployment] is not protected on Ingress
                        """);
    }

    @Test
    void csv_quotes_what_needs_it() {
        assertThat(written(ConnectionsCsv::write, "db")).isEqualTo("""
                        src,dst,conn,unknown
                        0.0.0.0-9.9.9.9[External],shop/cart[Deployment],All Connections,
                        shop/cart[Deployment],shop/db[Deployment],"TCP 80,UDP 5000-5003",SCTP 9
                        shop/db[Deployment],shop/cart[Deployment],No Connections,TCP 81
                        shop/cart[Deployment],[namespace with {team=a}]/[pod with {app=db}],"TCP 80,http",
                        entire-cluster,shop/cart[Deployment],All Connections,
                        """);
    }

    @Test
    void a_cell_is_no_formula() throws IOException {
        ConnectionEnd formula = new ConnectionEnd.OfWorkload(ObjectRef.of("Pod", "=1+1", "x"));
        StringWriter out = new StringWriter();
        ConnectionsCsv.write(List.of(new Connection(formula, CART, PortSet.ALL, PortSet.NONE)), Optional.empty(), out);
        assertThat(out.toString()).contains("\n'=1+1/x[Pod],");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void a_name_stays_a_name(String name) throws IOException {
        String shown = Printable.of("shop/" + name + "[Deployment]");
        String[] lines = written(ConnectionsText::write, name).split("\n", -1);
        assertThat(lines).hasSize(14);
        assertThat(lines[1])
                .isEqualTo("shop/cart[Deployment] => " + shown.replace(" ", "\\u{20}")
                        + " : TCP 80,UDP 5000-5003 (unknown: SCTP 9)");
        assertThat(cells(written(ConnectionsCsv::write, name)).get(2))
                .containsExactly("shop/cart[Deployment]", shown, "TCP 80,UDP 5000-5003", "SCTP 9");
        ParsedMarkdown markdown = ParsedMarkdown.of(written(ConnectionsMarkdown::write, name));
        assertThat(markdown.headings()).containsExactly("Exposure", "Not protected");
        assertThat(markdown.column("Source", "Destination")).contains(shown);
        JsonNode json = new ObjectMapper()
                .readTree(written(
                        (connections, exposures, out) ->
                                ConnectionsJson.write(CniProfile.KUBERNETES, connections, exposures, out),
                        name));
        assertThat(json.at("/connections/1/destination/name").asText()).isEqualTo(name);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("dev.postern.report.HostileNames#all")
    void a_node_of_a_drawing_stays_one_node(String name) {
        DirectedPseudograph<String, DefaultEdge> graph = new DirectedPseudograph<>(DefaultEdge.class);
        DOTImporter<String, DefaultEdge> importer = new DOTImporter<>();
        importer.setVertexFactory(id -> id);
        importer.importGraph(graph, new StringReader(written(ConnectionsDot::write, name)));
        assertThat(graph.vertexSet()).hasSize(5);
        assertThat(graph.edgeSet()).hasSize(6);
    }

    /** RFC 4180, read a character at a time. */
    private static List<List<String>> cells(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && csv.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ',' && c != '\n') {
                cell.append(c);
            } else {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }
}
