package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// A page of a running browser, worked by the DevTools protocol: what a person does with mouse, files and eyes.
final class ChromiumPage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";
    private static final int PATIENCE = 60;

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> console = new CopyOnWriteArrayList<>();
    /// What the page asked when it was to be left.
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private WebSocket socket;
    private int calls;

    private ChromiumPage(Process process) {
        this.process = process;
    }

    static ChromiumPage of(Process process) throws Exception {
        ChromiumPage page = new ChromiumPage(process);
        try {
            page.connect();
            return page;
        } catch (Exception | Error e) {
            page.close();
            throw e;
        }
    }

    private void connect() throws Exception {
        URI browser = URI.create(address());
        String list = client.send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list")).build(), BodyHandlers.ofString())
                .body();
        for (JsonNode target : JSON.readTree(list)) {
            if (target.get("type").asText().equals("page")) {
                socket = client.newWebSocketBuilder().buildAsync(
                        URI.create(target.get("webSocketDebuggerUrl").asText()), new Answers())
                        .get(PATIENCE, TimeUnit.SECONDS);
            }
        }
        for (String domain : new String[]{"Page", "Runtime", "DOM", "Log"}) {
            call(domain + ".enable", Map.of());
        }
    }

    /// From what it writes to standard error, which is then read on, so that it never waits for that.
    private String address() throws IOException {
        BufferedReader errors = process.errorReader();
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("chromium does not listen");
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void take(String message) {
        JsonNode node;
        try {
            node = JSON.readTree(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (node.has("id")) {
            asked.remove(node.get("id").asInt()).complete(node);
            return;
        }
        switch (node.get("method").asText()) {
            case "Log.entryAdded" -> console.add(node.at("/params/entry/text").asText());
            case "Runtime.exceptionThrown" -> console.add(node.at("/params/exceptionDetails").toString());
            case "Page.javascriptDialogOpening" -> {
                questions.add(node.at("/params/type").asText());
                send("Page.handleJavaScriptDialog", Map.of("accept", true));
            }
            default -> {
            }
        }
    }

    private synchronized CompletableFuture<JsonNode> send(String method, Map<String, ?> parameters) {
        int id = ++calls;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        String text = JSON.valueToTree(Map.of("id", id, "method", method, "params", parameters)).toString();
        socket.sendText(text, true).join();
        return answer;
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        JsonNode answer = send(method, parameters).get(PATIENCE, TimeUnit.SECONDS);
        assertThat(answer.has("error")).as(method + ": " + answer).isFalse();
        return answer.get("result");
    }

    /// The value of an expression in JavaScript; of a promise what it promises.
    JsonNode eval(String expression) throws Exception {
        JsonNode answer = call("Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        assertThat(answer.has("exceptionDetails")).as(expression + ": " + answer).isFalse();
        return answer.at("/result/value");
    }

    /// Waits until a condition in JavaScript holds.
    void until(String condition) throws Exception {
        try {
            eval("new Promise((yes, no) => { const end = performance.now() + 30000; const look = () => (" + condition
                    + ") ? yes() : performance.now() > end ? no(document.body.innerText) : setTimeout(look, 5); look() })");
        } catch (AssertionError e) {
            throw new AssertionError("did not come: " + condition + "; console " + console, e);
        }
    }

    void go(String url) throws Exception {
        eval("window.left = true");
        call("Page.navigate", Map.of("url", url));
        until("!window.left && document.readyState === 'complete'");
    }

    void click(String selector) throws Exception {
        eval("document.querySelector(" + JSON.valueToTree(selector) + ").click()");
    }

    /// Chooses files, or a folder, for an input of the page.
    void choose(String selector, Path... files) throws Exception {
        String object = call("Runtime.evaluate",
                Map.of("expression", "document.querySelector(" + JSON.valueToTree(selector) + ")"))
                .at("/result/objectId").asText();
        call("DOM.setFileInputFiles", Map.of("objectId", object, "files", names(files)));
    }

    void drop(Path... files) throws Exception {
        Map<String, ?> data = Map.of("items", List.of(), "files", names(files), "dragOperationsMask", 1);
        for (String type : new String[]{"dragEnter", "dragOver", "drop"}) {
            call("Input.dispatchDragEvent", Map.of("type", type, "x", 100, "y", 100, "data", data));
        }
    }

    private static List<String> names(Path... files) {
        return Stream.of(files).map(Path::toString).toList();
    }

    /// @param scheme what the system prefers
    void look(Chromium.Scheme scheme, int width, int height) throws Exception {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value",
                scheme == Chromium.Scheme.DARK ? "dark" : "light"))));
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void shoot(Path picture) throws Exception {
        Files.write(picture,
                Base64.getDecoder()
                        .decode(call("Page.captureScreenshot", Map.of("format", "png")).get("data").asText()));
    }

    /// What the browser has complained about so far, but for the status of replies.
    List<String> complaints() {
        List<String> all = new ArrayList<>(console);
        all.removeIf(line -> line.startsWith("Failed to load resource: the server responded"));
        return all;
    }

    /// What the page has asked when it was to be left.
    List<String> questions() {
        return questions;
    }

    /// Begins anew with questions and complaints.
    void forget() {
        questions.clear();
        console.clear();
    }

    /// By its own way out, on which it clears up behind itself.
    @Override
    public void close() {
        try {
            if (socket != null) {
                send("Browser.close", Map.of());
                process.waitFor(PATIENCE, TimeUnit.SECONDS);
                socket.abort();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.shutdownNow();
            Chromium.end(process);
        }
    }
}
