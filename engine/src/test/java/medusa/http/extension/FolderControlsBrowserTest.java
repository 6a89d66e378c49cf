package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import medusa.auth.User;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What else can be done on a folder's page, by whom, and how it looks.
class FolderControlsBrowserTest extends UploadPages {
    /// What is shown of such a name is not the name.
    @Test
    void deletesAFileWhoseNameIsNoText() throws Exception {
        for (String name : List.of("/\u00ff\u00fe.txt", "/\u00ff\u00fd.txt")) {
            try (Upload upload = disk.write(VirtualPath.parse(name), VirtualFilesystem.WriteMode.CREATE)) {
                upload.commit();
            }
        }
        page.go(url);
        assertThat(page.eval("document.querySelectorAll('.del button')[1].ariaLabel").asText())
                .isEqualTo("Delete \ufffd\ufffd.txt");
        page.click("tbody tr:nth-child(3) button");
        page.click("#yes");
        page.until("said.textContent.endsWith('is deleted.')");
        page.until("document.querySelectorAll('.del button').length === 2");
        assertThat(disk.attributes(VirtualPath.parse("/\u00ff\u00fe.txt")).isFile()).isTrue();
    }

    @Test
    void deletesAfterItHasAskedByName() throws Exception {
        String name = "<img src=x onerror=alert(1)>\u202e\"'.txt";
        Files.writeString(root.resolve(name), "x");
        Files.writeString(root.resolve("keep/kept"), "x");
        Path raw = Path.of(root.toString());
        Files.createDirectory(raw.resolve("full"));
        Files.writeString(raw.resolve("full/x"), "x");
        page.go(url);
        // Not the folder in which she may not delete.
        assertThat(page.eval("[...document.querySelectorAll('.del button')].map(b => b.ariaLabel).join('|')").asText())
                .isEqualTo("Delete box/|Delete full/|Delete <img src=x onerror=alert(1)>\\u202e\"'.txt");
        page.click("tbody tr:nth-child(4) button");
        assertThat(page.eval("question.textContent").asText())
                .isEqualTo("Delete <img src=x onerror=alert(1)>\\u202e\"'.txt? It cannot be brought back.");
        page.click("#no");
        assertThat(Files.exists(root.resolve(name))).isTrue();
        page.click("tbody tr:nth-child(4) button");
        page.click("#yes");
        page.until(
                "said.textContent.endsWith('.txt is deleted.') && document.querySelectorAll('.del button').length === 2");
        assertThat(Files.exists(root.resolve(name))).isFalse();
        page.click("tbody tr:nth-child(2) button");
        page.click("#yes");
        page.until("said.className === 'failed'");
        assertThat(said()).isEqualTo("full/ is still there: The folder is not empty. (409)");
        page.click("tbody tr:nth-child(1) button");
        page.click("#yes");
        page.until("said.textContent === 'box/ is deleted.'");
        assertThat(content(root)).containsOnlyKeys("full/", "full/x", "keep/", "keep/kept");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void makesAFolder() throws Exception {
        page.go(url);
        page.click("#make");
        page.eval("document.querySelector('#new-name').value = '..'");
        page.click("#yes");
        page.until("wrong.textContent === 'A folder cannot have this name.'");
        page.eval("document.querySelector('#new-name').value = 'box'");
        page.click("#yes");
        page.until("wrong.textContent === 'There is something with this name already. (405)'");
        page.eval("document.querySelector('#new-name').value = 'ü %41#?'");
        page.click("#yes");
        page.until("!ask.open && document.querySelector('tbody').textContent.includes('ü %41#?/')");
        assertThat(content(root)).containsOnlyKeys("box/", "keep/", "ü %41#?/");
    }

    @Test
    void aLetterBoxTakesWhatItDoesNotShow() throws Exception {
        Files.writeString(root.resolve("box/secret.txt"), "old");
        Path file = Files.writeString(source.resolve("letter.txt"), "dear");
        Path known = Files.writeString(source.resolve("secret.txt"), "new");
        visitor.user = Visitor.user("carol");
        page.go(url + "box/");
        assertThat(page.eval("document.body.textContent").asText()).doesNotContain("secret");
        page.drop(file, known);
        page.until(
                "document.querySelectorAll('#rows .failed').length === 1 && said.textContent === '1 file put here.'");
        assertThat(content(root.resolve("box"))).containsEntry("letter.txt", "dear").containsEntry("secret.txt", "old");
    }

    /// All that can be seen at once, on a small phone and a large screen: nothing is cut off, and what is to be touched is large
    /// enough (WCAG 2.2, 2.5.8: 24 px). For eyes, keep the pictures as [FolderPageBrowserTest] says.
    @ParameterizedTest
    @CsvSource({"LIGHT, 360", "DARK, 360", "LIGHT, 1280", "DARK, 1280"})
    void fitsPhonesAndScreens(Chromium.Scheme scheme, int width) throws Exception {
        Files.createDirectories(root.resolve("Bilder/2026"));
        Files.writeString(root.resolve("README.md"), "old");
        Files.write(root.resolve("Protokoll der Versammlung vom 3. März mit allen Anlagen (endgültig).pdf"),
                new byte[88_123]);
        Path known = Files.writeString(source.resolve("README.md"), "new");
        Path failing = Files.writeString(source.resolve("IMG_10.jpg"), "new");
        Path big = Files.write(source.resolve("holiday film with a rather long name, second part.mkv"), new byte[BIG]);
        page.look(scheme, width, 800);
        page.go(url);
        visitor.refusal = 507;
        page.choose("#picked-files", failing);
        page.until("document.querySelectorAll('#rows .failed').length === 1");
        visitor.refusal = 0;
        page.choose("#picked-files", known);
        page.until("document.querySelectorAll('#rows .asking').length === 1");
        disk.stall();
        page.choose("#picked-files", big);
        page.until("document.querySelector('#rows .running progress')?.value > 0 && total.value > 0");
        page.shoot(browserFolder.resolve("uploads-" + scheme + "-" + width + ".png"));
        assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
        assertThat(page.eval("Math.min(...[...document.querySelectorAll('button, a')]"
                + ".filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().height))")
                .asDouble())
                .isGreaterThanOrEqualTo(24);
        page.click("tbody tr:nth-child(2) button");
        page.shoot(browserFolder.resolve("question-" + scheme + "-" + width + ".png"));
        page.click("#no");
        page.click("#make");
        page.shoot(browserFolder.resolve("folder-" + scheme + "-" + width + ".png"));
        disk.goOn();
        page.click("#cancel-all");
        visitor.user = Visitor.user("carol");
        page.go(url + "box/");
        page.shoot(browserFolder.resolve("box-" + scheme + "-" + width + ".png"));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void whoHasNotTheRightSeesNothingAndDropsNothing() throws Exception {
        visitor.user = User.ANONYMOUS;
        visitor.offersLogin = true;
        page.go(url);
        assertThat(page.eval("document.querySelectorAll('button, input, script, section, dialog').length").asInt())
                .isZero();
        assertThat(page.eval("document.querySelector('.who a').href").asText()).isEqualTo(url + "?login");
    }
}
