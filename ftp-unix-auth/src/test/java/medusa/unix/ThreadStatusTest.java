package medusa.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.auth.Privileges.Account;

class ThreadStatusTest {
    private static final Account NOBODY = new Account("nobody", 65534, 65534, List.of(65534, 7), Path.of("/"));
    private static final String DROPPED = """
            Name:	java
            Uid:	65534	65534	65534	65534
            Gid:	65534	65534	65534	65534
            Groups:	7 65534\s
            CapInh:	0000000000000000
            CapPrm:	0000000000000000
            CapEff:	0000000000000000
            """;

    @Test
    void aThreadThatIsTheAccountAndNoMoreDiffersInNothing() throws IOException {
        assertThat(difference(DROPPED)).isNull();
    }

    @Test
    void eachLeftoverOfRootIsADifference() throws IOException {
        assertThat(difference(DROPPED.replace("Uid:	65534	65534	65534", "Uid:	65534	65534	0")))
                .isEqualTo("thread 42 has user ids [65534, 65534, 0, 65534]");
        assertThat(difference(DROPPED.replace("Gid:	65534", "Gid:	0"))).contains("group ids [0, ");
        assertThat(difference(DROPPED.replace("Groups:	7", "Groups:	0 7"))).contains("supplementary groups");
        assertThat(difference(DROPPED.replace("Groups:	7 65534 ", "Groups:	"))).contains("supplementary groups []");
        assertThat(difference(DROPPED.replace("CapPrm:	0000000000000000", "CapPrm:	00000000000000c0")))
                .isEqualTo("thread 42 keeps capabilities c0");
        assertThat(difference(DROPPED.replace("CapEff:	0000000000000000", "CapEff:	000001ffffffffff")))
                .contains("capabilities 1ffffffffff");
    }

    @Test
    void idsAreUnsigned() throws IOException {
        Account high = new Account("high", (int) 4294967294L, 65534, NOBODY.groups(), Path.of("/"));
        String status = DROPPED.replaceFirst("Uid:.*", "Uid:	4294967294	4294967294	4294967294	4294967294");

        assertThat(ThreadStatus.parse("42", status).difference(high)).isEmpty();
        assertThat(difference(status)).contains("[4294967294, ");
    }

    @Test
    void whatTheKernelDoesNotTellIsNotTakenForGranted() {
        assertThatThrownBy(() -> difference(DROPPED.replaceFirst("CapEff.*", ""))).isInstanceOf(IOException.class)
                .hasMessage("the kernel does not tell CapEff of thread 42");
    }

    private static String difference(String status) throws IOException {
        return ThreadStatus.parse("42", status).difference(NOBODY).orElse(null);
    }
}
