package medusa.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;

import medusa.auth.Privileges;
import medusa.auth.Privileges.Account;

/// What needs neither root nor a process of its own; [DropTest] has the rest.
class UnixPrivilegesTest {
    private final Privileges privileges = new UnixPrivileges();

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(Privileges.class)).hasExactlyElementsOfTypes(UnixPrivileges.class);
    }

    @Test
    void onlyLinuxIsSupported() {
        assertThat(UnixPrivileges.supported("Linux")).isTrue();
        assertThat(List.of("Windows 11", "Mac OS X", "FreeBSD")).noneMatch(UnixPrivileges::supported);
    }

    @Test
    void knowsTheSystemsUsers() throws IOException {
        assumeTrue(privileges.supported(), "Linux only");
        Account root = privileges.account("root").orElseThrow();

        assertThat(root.uid()).isZero();
        assertThat(root.gid()).isZero();
        assertThat(root.groups()).contains(0);
        assertThat(root.home()).isEqualTo(Path.of("/root"));
    }

    @Test
    void doesNotKnowStrangers() throws IOException {
        assumeTrue(privileges.supported(), "Linux only");

        assertThat(privileges.account("no-such-user-here")).isEmpty();
        assertThat(privileges.account("")).isEmpty();
        assertThat(privileges.account("root\0x")).isEmpty();
        assertThat(privileges.account("x".repeat(5000))).isEmpty();
    }

    @Test
    void refusesToBecomeRootOrInRootsGroup() {
        assumeTrue(privileges.supported(), "Linux only");

        assertRefused(0, 65534, List.of(65534), "will not become user odd: its user id is 0, it is root");
        assertRefused(65534, 0, List.of(65534), "will not become user odd: it is in root's group");
        assertRefused(65534, 65534, List.of(65534, 0), "will not become user odd: it is in root's group");
    }

    @Test
    void refusesTheIdThatWouldChangeNothing() {
        assumeTrue(privileges.supported(), "Linux only");

        assertRefused(-1, 65534, List.of(65534), "will not become user odd: to the kernel its id means \"no change\"");
        assertRefused(65534, -1, List.of(65534), "will not become user odd: to the kernel its id means \"no change\"");
    }

    private void assertRefused(int uid, int gid, List<Integer> groups, String message) {
        Account odd = new Account("odd", uid, gid, groups, Path.of("/"));
        assertThatThrownBy(() -> privileges.dropTo(odd)).isInstanceOf(IOException.class).hasMessage(message);
    }
}
