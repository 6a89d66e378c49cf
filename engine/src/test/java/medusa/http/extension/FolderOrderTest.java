package medusa.http.extension;

import static medusa.http.extension.FolderEntries.TIME;
import static medusa.http.extension.FolderEntries.entry;
import static medusa.http.extension.FolderEntries.file;
import static medusa.http.extension.FolderEntries.folder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderOrderTest {

    private static String sorted(String query, Listing.Entry... entries) {
        List<FolderEntry> list = new ArrayList<>(Arrays.stream(entries).map(FolderEntry::of).toList());
        FolderOrder.of(query).sort(list);
        return String.join(" ", list.stream().map(FolderEntry::text).toList());
    }

    private static String sortedNames(String... names) {
        return sorted(null, Stream.of(names).map(name -> file(name, 1)).toArray(Listing.Entry[]::new));
    }

    @Test
    void putsNamesIntoTheOrderThatPeopleExpect() {
        assertThat(sortedNames("file10", "file2", "File1", "file02", "file"))
                .isEqualTo("file File1 file02 file2 file10");
        assertThat(sortedNames("v1.10.0", "v1.9.2", "v1.9.12", "v1.9")).isEqualTo("v1.9 v1.9.2 v1.9.12 v1.10.0");
        assertThat(sortedNames("zebra", "Émile", "emil", "Ähre", "eminent", "ahorn"))
                .isEqualTo("ahorn Ähre emil Émile eminent zebra");
        assertThat(sortedNames("a", "B", "c", "A", "b")).isEqualTo("A a B b c");
        assertThat(sortedNames("100000000000000000000000000000", "99999999999999999999999999999", "0", "00"))
                .isEqualTo("0 00 99999999999999999999999999999 100000000000000000000000000000");
    }

    @Test
    void isTotalAndTheSameFromAnyStart() {
        List<FolderEntry> names = new ArrayList<>(Stream
                .of("a", "A", "á", "a1", "a01", "a001", "A1", "_", "-", "1", "01",
                        "\n", "\u00ff", "é", "e\u0301", "日本", "10", "9", "a-1", "a 1", "")
                .map(name -> FolderEntry.of(file(name, 1)))
                .toList());
        FolderOrder.DEFAULT.sort(names);
        List<FolderEntry> once = List.copyOf(names);
        for (int seed = 0; seed < 100; seed++) {
            Collections.shuffle(names, new Random(seed));
            FolderOrder.DEFAULT.sort(names);
            assertThat(names).isEqualTo(once);
        }
    }

    @Test
    void sortsByTheColumnWithFoldersFirstAndNamesBetweenEquals() {
        Listing.Entry[] entries = {entry("b", Kind.FILE, 5, TIME.plusSeconds(1)), file("a", 5), file("c", 100),
            entry("z", Kind.FOLDER, 0, TIME.plusSeconds(9)), folder("y"), entry("fifo", Kind.SPECIAL, 0, TIME)};
        assertThat(sorted("sort=name&order=asc", entries)).isEqualTo("y z a b c fifo");
        assertThat(sorted("sort=name&order=desc", entries)).isEqualTo("z y fifo c b a");
        assertThat(sorted("sort=size", entries)).isEqualTo("y z fifo a b c");
        assertThat(sorted("sort=size&order=desc", entries)).isEqualTo("y z c a b fifo");
        assertThat(sorted("order=asc&sort=modified", entries)).isEqualTo("y z a c fifo b");
        assertThat(sorted("order=desc&sort=modified", entries)).isEqualTo("z y b a c fifo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&&&", "sort", "sort=", "sort=owner", "SORT=size", "sort=size%20", "order=down",
        "x=1&y",
        "sort=name&sort=size&order=asc&order=desc", "<script>", "="})
    void ignoresWhatItDoesNotKnow(String query) {
        assertThat(FolderOrder.of(query)).isEqualTo(FolderOrder.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({", NAME, ?sort=name&order=desc", "order=desc, NAME, ./", ", SIZE, ?sort=size&order=desc",
        "sort=size&order=desc, SIZE, ?sort=size&order=asc", "sort=size&order=desc, NAME, ./",
        "sort=size, MODIFIED, ?sort=modified&order=desc"})
    void leadsFromOneOrderToTheNext(String query, FolderOrder.Column clicked, String href) {
        FolderOrder next = FolderOrder.of(query).clicked(clicked);
        assertThat(next.href()).isEqualTo(href);
        assertThat(FolderOrder.of(href.substring(href.indexOf('?') + 1))).isEqualTo(next);
    }
}
