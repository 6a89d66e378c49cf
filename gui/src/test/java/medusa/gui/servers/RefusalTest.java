package medusa.gui.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which of a server's words are told in others.
class RefusalTest {
    private static final String AT = "http: cannot listen on 127.0.0.1:80: ";

    @Test
    void onlyAnotherProgramTakesAPort() {
        assertThat(Refusal.of(AT + "the address is in use by another program")).contains(Refusal.TAKEN);
        assertThat(Refusal.of("something else\n" + AT + "the address is in use by another program"))
                .contains(Refusal.TAKEN);
        assertThat(Refusal.of(AT + "ftp.listen has it with 127.0.0.1:80")).isEmpty();
        assertThat(Refusal.of(AT + "this machine does not have this address")).isEmpty();
        assertThat(Refusal.of(AT + "this machine knows no such host")).isEmpty();
        assertThat(Refusal.of(AT + "Too many open files")).isEmpty();
    }

    @Test
    void lowPortsAreForRoot() {
        assertThat(Refusal.of(AT + "ports below 1024 need root, or the capability CAP_NET_BIND_SERVICE"))
                .contains(Refusal.PRIVILEGED);
    }
}
