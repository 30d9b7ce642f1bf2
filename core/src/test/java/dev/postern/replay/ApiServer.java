package dev.postern.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A real API server on this machine, spoken to as the administrator of a kubeconfig or with another token. */
final class ApiServer {
    static final ObjectMapper JSON = new ObjectMapper();
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What the server answered. */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status / 100 == 2;
        }

        /** The server's words about a refusal; never the contents of an object. */
        String message() {
            return status + " " + body.path("message").asText("");
        }
    }

    private final URI server;
    private final String token;
    private final HttpClient client;

    private ApiServer(URI server, String token, HttpClient client) {
        this.server = server;
        this.token = token;
        this.client = client;
    }

    /** The cluster of a kubeconfig with a token. Only one on the loopback address: what is tried here changes a cluster. */
    static ApiServer of(Path kubeconfig) throws IOException, GeneralSecurityException {
        JsonNode config = YAML.readTree(kubeconfig.toFile());
        URI server = URI.create(
                config.path("clusters").path(0).path("cluster").path("server").asText());
        if (!InetAddress.getByName(server.getHost()).isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    server + " is not on the loopback address: the replay writes to the server,"
                            + " so use one that is made for it and thrown away");
        }
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustLoopback()}, null);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(PATIENCE)
                .build();
        return new ApiServer(
                server, config.path("users").path(0).path("user").path("token").asText(), client);
    }

    /** The same server, spoken to with another token. */
    ApiServer withToken(String other) {
        return new ApiServer(server, other, client);
    }

    Answer get(String path) {
        return send("GET", path, Map.of(), "", "");
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, Map.of(), "application/json", body.toString());
    }

    Answer put(String path, JsonNode body) {
        return send("PUT", path, Map.of(), "application/json", body.toString());
    }

    Answer delete(String path) {
        return send("DELETE", path, Map.of(), "", "");
    }

    Answer send(String method, String path, Map<String, List<String>> headers, String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), parsed(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (IOException e) {
            return JSON.createObjectNode().put("message", text);
        }
    }

    /** The server signs its certificate itself, and it is on this machine. */
    private static final class TrustLoopback extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
