package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NLST (RFC 959 §4.1.3, RFC 1123 §4.1.2.7), and patterns.
class NameListTest {
    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        for (String each : new String[]{"d/a.c", "d/b.c", "d/c.h", "d/.x.c", "d/in/a.c", "e/b.c", "e/two words"}) {
            Files.createDirectories(root.resolve(each).getParent());
            ftp.write(each, "content of " + each);
        }
        anna = ftp.login("anna");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private String names(String command) throws Exception {
        return anna.fetch(command).replace("\r\n", "|");
    }

    @Test
    void namesAreSortedAndNothingElse() throws Exception {
        assertThat(names("NLST")).isEqualTo("box|d|e|");
        anna.ask("CWD e", "250 CWD command successful.");
        assertThat(names("NLST")).isEqualTo("b.c|two words|");
        assertThat(names("NLST -a")).isEqualTo(".|..|b.c|two words|");
        assertThat(names("NLST -1r")).isEqualTo("two words|b.c|");
        assertThat(anna.fetch("NLST -l b.c")).startsWith("-rw").endsWith(" b.c\r\n");
    }

    @Test
    void aFolderWithNothingInItHasNoLines() throws Exception {
        Files.createDirectory(root.resolve("e/empty"));
        assertThat(names("NLST e/empty")).isEmpty();
    }

    @Test
    void eachLineIsAPathThatCanBeUsedAsItIs() throws Exception {
        for (String folder : new String[]{"d", "d/", "/d", "./d", "e/../d"}) {
            for (String path : anna.fetch("NLST " + folder).split("\r\n")) {
                if (!path.endsWith("in")) {
                    assertThat(anna.fetch("RETR " + path))
                            .isEqualTo("content of d/" + path.substring(path.length() - 3));
                }
            }
        }
        assertThat(names("NLST d")).isEqualTo("d/a.c|d/b.c|d/c.h|d/in|");
        assertThat(names("NLST d/")).isEqualTo("d/a.c|d/b.c|d/c.h|d/in|");
        assertThat(names("NLST /d")).isEqualTo("/d/a.c|/d/b.c|/d/c.h|/d/in|");
        assertThat(names("NLST -R d")).isEqualTo("d/a.c|d/b.c|d/c.h|d/in|d/in/a.c|");
    }

    @Test
    void patternsStandForNames() throws Exception {
        assertThat(names("NLST d/*.c")).isEqualTo("d/a.c|d/b.c|");
        assertThat(names("NLST d/.*.c")).isEqualTo("d/.x.c|");
        assertThat(names("NLST /?/[a-b].c")).isEqualTo("/d/a.c|/d/b.c|/e/b.c|");
        assertThat(names("NLST */*/a*")).isEqualTo("d/in/a.c|");
        assertThat(names("NLST d/[!a]*")).isEqualTo("d/b.c|d/c.h|d/in|");
        assertThat(names("NLST e/two*")).isEqualTo("e/two words|");
        anna.ask("CWD d", "250 CWD command successful.");
        assertThat(names("NLST ../e/*.c")).isEqualTo("../e/b.c|");
        assertThat(names("NLST *")).isEqualTo("a.c|b.c|c.h|in|");
        assertThat(names("NLST in/../*.h")).isEqualTo("c.h|");
    }

    @Test
    void aNameComesBeforeAPattern() throws Exception {
        ftp.write("d/*.c", "");
        assertThat(names("NLST d/*.c")).isEqualTo("d/*.c|");
    }

    @Test
    void whatNothingIsMeantByIsNotFound() throws Exception {
        anna.data();
        for (String path : new String[]{"nothing", "d/*.none", "none/*", "d/a.c/*", "d/[a", "shut/*"}) {
            assertThat(anna.ask("NLST " + path)).startsWith("550 ");
        }
    }

    @Test
    void patternsInManyNamesComeToAnEnd() throws Exception {
        Path at = root.resolve("e/bomb");
        for (int i = 0; i < 20; i++) {
            Files.createDirectories(at.resolve("" + i));
            Files.createSymbolicLink(at.resolve(i + "/up"), Path.of(".."));
        }
        anna.data();
        anna.ask("NLST e/bomb/*/*/*/*/*/*/*/*/*/*/*/*",
                "550 That pattern stands for too much; use a plainer one.");
        assertThat(new NamePattern("*a*a*a*a*a*a*a*a*a*b").matches("a".repeat(10_000))).isFalse();
    }

    @Test
    void patternsMatchAsInShells() {
        for (String[] yes : new String[][]{{"*", "a"}, {"*", ""}, {"a*c", "abbc"}, {"a*b*c", "aXbXbc"}, {"?", "x"},
            {"[]]", "]"}, {"[a-]", "-"}, {"[^a]", "b"}, {"[", "["}, {"a[", "a["}, {"**", "abc"}, {".*", ".a"},
            {"[!]]", "a"}}) {
            assertThat(new NamePattern(yes[0]).matches(yes[1])).as(yes[0]).isTrue();
        }
        for (String[] no : new String[][]{{"*", ".a"}, {"?", ""}, {"?", "ab"}, {"a*c", "ab"}, {"[a-c]", "d"},
            {"[!a]", "a"}, {"[!]]", "]"}, {"", "a"}, {"?a", ".a"}, {"abc", "ab"}, {"ab", "abc"}}) {
            assertThat(new NamePattern(no[0]).matches(no[1])).as(no[0]).isFalse();
        }
    }
}
