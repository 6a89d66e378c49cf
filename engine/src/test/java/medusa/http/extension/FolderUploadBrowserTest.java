package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import medusa.auth.User;
import medusa.http.HttpServer;
import org.junit.jupiter.api.Test;

/// Uploads from a folder's page, in a real browser, into a real folder.
class FolderUploadBrowserTest extends UploadPages {
    @Test
    void aDroppedFolderArrivesByteForByte() throws Exception {
        Path top = manyFiles();
        Files.createDirectories(top.resolve("empty/emptier"));
        page.go(url + "keep/?sort=size");
        page.drop(top);
        settled();
        assertThat(content(root.resolve("keep"))).isEqualTo(content(source)).hasSize(1 + 5 + 2 + 50);
        assertThat(said()).isEqualTo("50 files, 8 folders put here.");
        page.until("document.querySelectorAll('tbody a').length === 2");
        assertThat(page.eval("document.querySelector('tbody tr:nth-child(2) a').textContent").asText())
                .isEqualTo("Fotos & 100% #1/");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void aChosenFolderArrivesByteForByte() throws Exception {
        Path top = manyFiles();
        page.go(url);
        page.choose("#picked-folder", top);
        settled();
        assertThat(content(root.resolve("Fotos & 100% #1"))).isEqualTo(content(top)).hasSize(5 + 50);
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void showsProgressAndCancels() throws Exception {
        byte[] bytes = new byte[BIG];
        Path one = Files.write(source.resolve("one.bin"), bytes);
        Path other = Files.write(source.resolve("other.bin"), bytes);
        Files.write(source.resolve("third.bin"), bytes);
        Path waiting = Files.write(source.resolve("waiting.bin"), new byte[1]);
        disk.stall();
        page.go(url);
        page.choose("#picked-files", one, other, source.resolve("third.bin"), waiting);
        page.until(
                "[...document.querySelectorAll('#rows .running progress')].filter(bar => bar.value > 0).length === 3");
        assertThat(page.eval("sum.textContent").asText()).startsWith("0 of 4 done · ").contains(" of 192 MiB");
        assertThat(page.eval("document.querySelector('#rows small').textContent").asText()).matches("\\d\\d?%.*");
        assertThat(rows("waiting")).isOne();
        assertThat(content(root)).containsOnlyKeys("box/", "keep/");
        page.click("#rows li:nth-child(4) button");
        page.click("#rows li button");
        page.until("document.querySelectorAll('#rows li').length === 2");
        // Leaving asks while the others run.
        page.go(url);
        assertThat(page.questions()).containsExactly("beforeunload");
        page.forget();
        page.go(url);
        assertThat(page.questions()).isEmpty();
        page.choose("#picked-files", one, other);
        page.until("document.querySelectorAll('#rows .running').length === 2");
        page.click("#cancel-all");
        page.until("document.querySelector('#jobs').hidden");
        disk.goOn();
        assertThat(disk.over.tryAcquire(5, 60, TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).noneMatch(UploadPages::isUpload);
        }
        page.choose("#picked-files", waiting);
        settled();
        assertThat(content(root)).containsOnlyKeys("box/", "keep/", "waiting.bin");
    }

    /// The last one is so large that the answer is there long before its end.
    @Test
    void asksBeforeItReplaces() throws Exception {
        for (String name : List.of("a.txt", "b.txt", "c.txt")) {
            Files.writeString(root.resolve(name), "old");
            Files.writeString(source.resolve(name), "new " + name + "!".repeat(name.equals("c.txt") ? BIG : 0));
        }
        page.go(url);
        page.choose("#picked-files", source.resolve("a.txt"), source.resolve("b.txt"), source.resolve("c.txt"));
        page.until("document.querySelectorAll('#rows .asking').length === 3");
        assertThat(content(root)).containsEntry("a.txt", "old").containsEntry("b.txt", "old");
        page.eval("[...document.querySelectorAll('#rows li')].find(row => row.textContent.includes('b.txt'))"
                + ".querySelector('button:nth-child(2)').click()"); // keep
        page.until("document.querySelectorAll('#rows li').length === 2 && sum.textContent === '2 there already'");
        page.click("#replace-all");
        settled();
        assertThat(said()).isEqualTo("2 files put here.");
        assertThat(content(root)).containsEntry("a.txt", "new a.txt").containsEntry("b.txt", "old")
                .containsEntry("c.txt", "new c.txt" + "!".repeat(BIG));
    }

    @Test
    void whoMayNotReplaceIsNotAsked() throws Exception {
        Files.writeString(root.resolve("a.txt"), "old");
        Path file = Files.writeString(source.resolve("a.txt"), "new");
        visitor.user = Visitor.user("ben");
        page.go(url);
        page.choose("#picked-files", file);
        page.until("document.querySelectorAll('#rows .failed').length === 1");
        assertThat(page.eval("document.querySelector('#rows small').textContent").asText())
                .isEqualTo("There is one with this name already. (412)");
        assertThat(page.eval("document.querySelectorAll('table button').length").asInt()).isZero();
        assertThat(content(root)).containsEntry("a.txt", "old");
    }

    @Test
    void saysInWordsWhatFailedAndTriesAgain() throws Exception {
        Path file = Files.writeString(source.resolve("a.txt"), "new");
        page.go(url);
        for (Map.Entry<Integer, String> each : Map.of(507, "no room", 413, "larger than", 403, "may not", 411, "size",
                409, "folder is not there", 400, "name", 500, "server failed").entrySet()) {
            visitor.refusal = each.getKey();
            page.choose("#picked-files", file);
            page.until("document.querySelectorAll('#rows .failed').length === 1");
            assertThat(page.eval("document.querySelector('#rows small').textContent").asText())
                    .contains(each.getValue()).endsWith("(" + each.getKey() + ")");
            page.click("#cancel-all");
            page.until("document.querySelector('#jobs').hidden");
        }
        visitor.refusal = 507;
        page.choose("#picked-files", file);
        page.until("document.querySelectorAll('#rows .failed').length === 1");
        visitor.refusal = 0;
        page.click("#rows button");
        settled();
        assertThat(content(root)).containsEntry("a.txt", "new");
    }

    @Test
    void comesBackByItselfToAServerThatIsBusy() throws Exception {
        Path one = Files.writeString(source.resolve("one"), "1");
        Path other = Files.writeString(source.resolve("other"), "2");
        visitor.refusals = 2;
        visitor.refusal = 503;
        page.go(url);
        page.choose("#picked-files", one, other);
        page.until("document.querySelectorAll('#rows .resting').length > 0");
        settled();
        assertThat(content(root)).containsEntry("one", "1").containsEntry("other", "2");
    }

    @Test
    void leavesOutWhatAMacAddsToFoldersAndSaysOfOthersThatTheyAreNotTaken() throws Exception {
        Path top = Files.createDirectory(source.resolve("top"));
        for (String name : List.of(".DS_Store", ".env", "a.txt")) {
            Files.writeString(top.resolve(name), "x");
        }
        page.go(url);
        page.drop(top);
        page.until(
                "said.textContent === '1 file, 1 folder put here.' && document.querySelectorAll('#rows li').length === 1");
        assertThat(page.eval("document.querySelector('#rows li').textContent").asText())
                .startsWith("top/.envSuch a name is not taken here. (400)");
        assertThat(content(root)).containsOnlyKeys("box/", "keep/", "top/", "top/a.txt");
    }

    @Test
    void whatGoesIntoAFolderThatCannotBeMadeIsNotSent() throws Exception {
        Files.writeString(Files.createDirectories(source.resolve("top/sub")).resolve("a.txt"), "a");
        visitor.user = Visitor.user("ben");
        page.go(url);
        visitor.user = User.ANONYMOUS; // the rights are gone meanwhile
        page.choose("#picked-folder", source.resolve("top"));
        page.until("document.querySelectorAll('#rows .failed').length === 3");
        assertThat(page.eval("[...document.querySelectorAll('#rows small')].map(note => note.textContent).join('|')")
                .asText())
                .isEqualTo("You may not do that. (403)|Its folder could not be made.|Its folder could not be made.");
        visitor.user = Visitor.user("ben");
        page.click("#again-all");
        settled();
        assertThat(content(root)).containsEntry("top/sub/a.txt", "a");
    }

    @Test
    void worksBehindAPrefix() throws Exception {
        com.sun.net.httpserver.HttpServer proxy = com.sun.net.httpserver.HttpServer
                .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (HttpClient client = HttpClient.newHttpClient()) {
            proxy.createContext("/some/prefix/", exchange -> forward(exchange, client));
            proxy.start();
            page.go("http://localhost:" + proxy.getAddress().getPort() + "/some/prefix/keep/");
            page.drop(manyFiles());
            settled();
            assertThat(content(root.resolve("keep"))).isEqualTo(content(source)).hasSize(1 + 5 + 50);
            page.go("about:blank");
        } finally {
            proxy.stop(0);
        }
    }

    private void forward(HttpExchange exchange, HttpClient client) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring("/some/prefix/".length());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).method(exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String field : List.of("Accept", "If-None-Match")) {
            exchange.getRequestHeaders().getOrDefault(field, List.of()).forEach(value -> request.header(field, value));
        }
        try {
            HttpResponse<byte[]> reply = client.send(request.build(), BodyHandlers.ofByteArray());
            for (String field : List.of("Content-Type", "Content-Security-Policy")) {
                reply.headers().allValues(field).forEach(value -> exchange.getResponseHeaders().add(field, value));
            }
            exchange.sendResponseHeaders(reply.statusCode(), reply.body().length == 0 ? -1 : reply.body().length);
            exchange.getResponseBody().write(reply.body());
            exchange.close();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
