package medusa.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.StringJoiner;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a file becomes that replaces another's.
class OwnershipTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            root  | 5 | 0660  | -   | gid=50 uid=5 mode=660
            root  | 9 | 4755  | -   | gid=50 mode=755
            group | 5 | 0660  | uid | gid=50 mode=660
            other | 5 | 0660  | gid | uid=5 mode=600
            other | 5 | 0664  | gid | uid=5 mode=644
            other | 5 | 0646  | gid | uid=5 mode=646
            other | 9 | 0771  | gid | mode=711
            """)
    void rightsOfAGroupStayWithThatGroup(String who, int owner, String mode, String refused, String expected)
            throws IOException {
        StringJoiner set = new StringJoiner(" ");
        Attributes now = of(9, 90, 0600);
        Ownership.inherit(of(owner, 50, Integer.parseInt(mode, 8)), now, (attribute, value) -> {
            String name = attribute.substring("unix:".length());
            if (name.equals(refused)) {
                throw new AccessDeniedException(who);
            }
            set.add(name + "=" + (name.equals("mode") ? Integer.toOctalString((int) value) : value));
        });
        assertThat(set).hasToString(expected);
    }

    private static Attributes of(int owner, int group, int mode) {
        return new Attributes(Attributes.Kind.FILE, 0, Instant.EPOCH, 1, mode, owner, group);
    }
}
