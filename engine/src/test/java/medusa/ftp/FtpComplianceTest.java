package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/// What `rfc-compliance.md` says of FTP is all that there is: each command and each code of a reply has a row, and names a test.
class FtpComplianceTest {
    private static final Path SOURCES = Path.of("src/main/java/medusa/ftp");
    private static final Pattern SAID = Pattern
            .compile("(?:FtpReply\\.of|FtpException|reply|dismiss|leave)\\(\\s*([1-6]\\d\\d)\\b");
    private static final Pattern CHOSEN = Pattern.compile("[?:]\\s*([1-6]\\d\\d)\\b");
    private static final Pattern TEST = Pattern.compile("`\\w+Test\\.\\w+`");

    /// The first and the last cell of each row of a section.
    private static List<String[]> rows(String section) throws IOException {
        List<String[]> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("rfc-compliance.md"))) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + section);
            } else if (inside && line.startsWith("| ") && !line.startsWith("| command") && !line.startsWith("| code")) {
                String[] cells = line.split(" \\| ");
                rows.add(new String[]{cells[0].substring(2), cells[cells.length - 1]});
            }
        }
        return rows;
    }

    @Test
    void everyCommandHasARow() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        for (String[] row : rows("FTP: commands")) {
            assertThat(TEST.matcher(row[1]).find()).as(row[0]).isTrue();
            for (String word : row[0].split("[ ,]+")) {
                named.add(word);
            }
        }
        assertThat(StandardCommands.all()).hasSizeGreaterThan(60)
                .allSatisfy(command -> assertThat(named).contains(command.name()));
    }

    @Test
    void everyReplyHasARow() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        for (String[] row : rows("FTP: replies")) {
            assertThat(TEST.matcher(row[1]).find()).as(row[0]).isTrue();
            named.add(row[0]);
        }
        TreeSet<String> said = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                for (Pattern pattern : List.of(SAID, CHOSEN)) {
                    for (Matcher matcher = pattern.matcher(text); matcher.find();) {
                        said.add(matcher.group(1));
                    }
                }
            }
        }
        assertThat(said).hasSizeGreaterThan(30);
        assertThat(named).isEqualTo(said);
    }
}
