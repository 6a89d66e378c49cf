package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both sides of a log-in, with the example of RFC 7677 §3 and with what nobody should send.
class ScramTest {
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE = CLIENT_NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_FIRST = "n,,n=user,r=" + CLIENT_NONCE;
    private static final String SERVER_FIRST = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String CLIENT_FINAL = "c=biws,r=" + NONCE + ",p=" + PROOF;
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final Map<String, ScramKeys> users = new HashMap<>(Map.of("user", keys("pencil")));
    private final UnknownUsers unknown = new UnknownUsers(new byte[32], 4096);

    private static ScramKeys keys(String password) {
        return ScramKeys.of(password.toCharArray(), Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
    }

    private ScramServer server() {
        return new ScramServer(name -> Optional.ofNullable(users.get(name)), unknown,
                () -> NONCE.substring(CLIENT_NONCE.length()));
    }

    private static ScramClient client(String name, String password) {
        return new ScramClient(name, password.toCharArray(), () -> CLIENT_NONCE);
    }

    @Test
    void theServerSpeaksAsTheRfcSays() throws Exception {
        ScramServer server = server();
        assertThat(server.first(CLIENT_FIRST)).isEqualTo(SERVER_FIRST);
        assertThatThrownBy(server::user).isInstanceOf(IllegalStateException.class);
        assertThat(server.last(CLIENT_FINAL)).isEqualTo(SERVER_FINAL);
        assertThat(server.user()).isEqualTo("user");
    }

    @Test
    void theClientSpeaksAsTheRfcSays() throws Exception {
        ScramClient client = client("user", "pencil");
        assertThat(client.first()).isEqualTo(CLIENT_FIRST);
        assertThat(client.last(SERVER_FIRST)).isEqualTo(CLIENT_FINAL);
        assertThat(client.isDone()).isFalse();
        client.verify(SERVER_FINAL);
        assertThat(client.isDone()).isTrue();
    }

    @Test
    void keysAreWrittenAndReadAsPostgresDoes() {
        String text = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
        assertThat(keys("pencil").text()).isEqualTo(text);
        assertThat(ScramKeys.parse(text).text()).isEqualTo(text);
        assertThat(keys("pencil").toString()).isEqualTo("SCRAM-SHA-256 with 4096 iterations");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "secret => expected SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as medusa passwd writes it",
        "SCRAM-SHA-256$4096:AAAA$AAAA => expected SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as medusa passwd writes it",
        "SCRAM-SHA-256$4096:AAAA$AAAA:AAAA => these are no SCRAM-SHA-256 keys: expected keys of 32 bytes",
        "SCRAM-SHA-256$4096:A$AAAA:AAAA => these are no SCRAM-SHA-256 keys: Input byte[] should at least have 2 bytes for base64 bytes",
        "SCRAM-SHA-256$100:AAAA$AAAA:AAAA => these are no SCRAM-SHA-256 keys: expected between 4096 and 10000000 iterations, found 100",
        "SCRAM-SHA-256$999999999:AAAA$AAAA:AAAA => these are no SCRAM-SHA-256 keys: expected between 4096 and 10000000 iterations, found 999999999",})
    void saysWhatIsWrongWithKeys(String text, String problem) {
        assertThatThrownBy(() -> ScramKeys.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    @Test
    void twoStrangersUnderstandEachOther() throws Exception {
        for (String name : new String[]{"anna", "a,b=c", "Größe", "I\u00adX", "\u2168"}) {
            users.put(name.equals("I\u00adX") || name.equals("\u2168") ? "IX" : name, keys("ge heim"));
            ScramServer server = new ScramServer(n -> Optional.ofNullable(users.get(n)), unknown);
            // another space, and letters that are composed
            ScramClient client = new ScramClient(name, "ge\u00a0heim".toCharArray());
            client.verify(server.last(client.last(server.first(client.first()))));
            assertThat(server.user()).isEqualTo(name.length() == 1 || name.startsWith("I") ? "IX" : name);
            assertThat(client.isDone()).isTrue();
        }
    }

    @Test
    void aClientWithoutBindingMaySayThatItCouldHaveOne() throws Exception {
        ScramServer server = server();
        server.first("y,a=user,n=user,r=" + CLIENT_NONCE);
        // What was said at the beginning is signed at the end, so that nobody on the way can change it.
        assertThatThrownBy(() -> server.last(CLIENT_FINAL)).hasMessage("the log-in does not end as it began");
    }

    @Test
    void thePasswordIsWiped() throws Exception {
        char[] password = "pencil".toCharArray();
        ScramClient client = new ScramClient("user", password);
        client.first();
        assertThatThrownBy(() -> client.last("r=nonsense,s=AAAA,i=4096")).isInstanceOf(ScramException.class);
        assertThat(password).isEqualTo(new char[6]);
    }

    @Test
    void aWrongPasswordAndAnUnknownUserLookAlike() throws Exception {
        String[] challenges = new String[2];
        ScramException[] ends = new ScramException[2];
        for (int i = 0; i < 2; i++) {
            ScramServer server = server();
            ScramClient client = client(i == 0 ? "user" : "nobody", "wrong");
            challenges[i] = server.first(client.first());
            String last = client.last(challenges[i]);
            int at = i;
            assertThatThrownBy(() -> server.last(last))
                    .isInstanceOfSatisfying(ScramException.class, e -> ends[at] = e);
            assertThatThrownBy(server::user).isInstanceOf(IllegalStateException.class);
            assertThat(server.claimed()).isEqualTo(i == 0 ? "user" : "nobody");
        }
        assertThat(challenges[1]).hasSameSizeAs(challenges[0]).startsWith("r=" + NONCE + ",s=").endsWith("==,i=4096");
        assertThat(ends[1].getMessage()).isEqualTo(ends[0].getMessage()).isEqualTo("wrong name or password");
        assertThat(ends[1].code()).isEqualTo(ends[0].code()).isEqualTo("invalid-proof");
    }

    @Test
    void anUnknownUserAlwaysHasTheSameSalt() throws Exception {
        String first = server().first("n,,n=nobody,r=" + CLIENT_NONCE);
        assertThat(server().first("n,,n=nobody,r=" + CLIENT_NONCE)).isEqualTo(first);
        assertThat(server().first("n,,n=nobodi,r=" + CLIENT_NONCE)).isNotEqualTo(first);
    }

    /// Whoever knew the server's secret would know these keys.
    @Test
    void anUnknownUserIsRefusedEvenWithAProofThatFits() throws Exception {
        byte[] clientKey = new byte[32];
        ScramServer server = new ScramServer(_ -> Optional.empty(), unknown, () -> "s");
        String challenge = server.first("n,,n=x,r=c");
        assertThat(challenge).startsWith("r=cs,");
        String last = "c=biws,r=cs,p=" + Base64.getEncoder().encodeToString(clientKey);
        assertThatThrownBy(() -> server.last(last)).hasMessage("wrong name or password");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", nullValues = "-", value = {
        "'' => invalid-encoding",
        "n => invalid-encoding",
        "n, => invalid-encoding",
        "n,, => invalid-encoding",
        "n,,n=user => invalid-encoding",
        "n,,n=user, => invalid-encoding",
        "n,,n=user,r= => invalid-encoding",
        "n,,n=,r=abc => invalid-encoding",
        "n,,r=abc,n=user => invalid-encoding",
        "n,,n=user,n=user,r=abc => invalid-encoding",
        "n,,n=user,r=abc,r=abc => invalid-encoding",
        "n,,n=user,r=abc,n=other => invalid-encoding",
        "n,,n=user,r=abc,p=AAAA => invalid-encoding",
        "n,,n=user,r=abc,junk => invalid-encoding",
        "n,,n=user,r=a b => invalid-encoding",
        "n,,n=user,r=aäb => invalid-encoding",
        "N,,n=user,r=abc => invalid-encoding",
        "x,,n=user,r=abc => invalid-encoding",
        "p=tls-unique,,n=user,r=abc => server-does-not-support-channel-binding",
        "n,,m=ext,n=user,r=abc => extensions-not-supported",
        "n,a=other,n=user,r=abc => other-error",
        "n,other,n=user,r=abc => other-error",
        "n,a=,n=user,r=abc => invalid-username-encoding",
        "n,,n=a=b,r=abc => invalid-username-encoding",
        "n,,n=a=2cb,r=abc => invalid-username-encoding",
        "n,,n=a\u0007b,r=abc => invalid-username-encoding",
        "n,,n=\u00ad,r=abc => invalid-username-encoding",
        "n,,n=a\u202eb,r=abc => invalid-username-encoding",
        "n,,n=\ud800,r=abc => invalid-username-encoding",
        "n,,n=a\0,r=abc => invalid-encoding",})
    void refusesAFirstMessage(String message, String code) {
        ScramServer server = server();
        assertThatThrownBy(() -> server.first(message))
                .isInstanceOfSatisfying(ScramException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThatThrownBy(() -> server.first(CLIENT_FIRST)).isInstanceOf(ScramException.class);
        assertThatThrownBy(() -> server.last(CLIENT_FINAL)).isInstanceOf(ScramException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "'' => invalid-encoding",
        "c=biws => invalid-encoding",
        "c=biws,r=NONCE => invalid-encoding",
        "c=biws,p=PROOF => invalid-encoding",
        "r=NONCE,c=biws,p=PROOF => invalid-encoding",
        "c=biws,c=biws,r=NONCE,p=PROOF => invalid-encoding",
        "c=biws,r=NONCE,p=PROOF,p=PROOF => invalid-encoding",
        "c=biws,r=NONCE,p=PROOF,x=y => invalid-encoding",
        "c=biws,r=NONCE,p= => invalid-encoding",
        "c=biws,r=NONCE,p=!!! => invalid-encoding",
        "c=biws,r=NONCE,p=AAA => invalid-encoding",
        "c=biws,r=NONCE,p=AB== => invalid-encoding",
        "c=biws,r=NONCE,m=x,p=PROOF => invalid-encoding",
        "c=eSws,r=NONCE,p=PROOF => channel-bindings-dont-match",
        "c=biwsAA==,r=NONCE,p=PROOF => channel-bindings-dont-match",
        "c=biws,r=NONCEx,p=PROOF => other-error",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=PROOF => other-error",
        "c=biws,r=NONCE,p=AAAA => invalid-proof",
        "c=biws,r=NONCE,x=y,p=PROOF => invalid-proof", // that was not signed
    })
    void refusesALastMessage(String message, String code) throws Exception {
        ScramServer server = server();
        server.first(CLIENT_FIRST);
        String sent = message.replace("NONCE", NONCE).replace("PROOF", PROOF);
        assertThatThrownBy(() -> server.last(sent))
                .isInstanceOfSatisfying(ScramException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThatThrownBy(() -> server.last(CLIENT_FINAL)).isInstanceOf(ScramException.class);
    }

    @Test
    void everyCutAndEveryChangedCharacterIsRefused() throws Exception {
        for (int i = 0; i < CLIENT_FINAL.length(); i++) {
            String cut = CLIENT_FINAL.substring(0, i);
            String changed = cut + (char) (CLIENT_FINAL.charAt(i) ^ 1) + CLIENT_FINAL.substring(i + 1);
            for (String message : new String[]{cut, changed}) {
                ScramServer server = server();
                server.first(CLIENT_FIRST);
                assertThatThrownBy(() -> server.last(message)).as(message).isInstanceOf(ScramException.class);
            }
        }
    }

    @Test
    void nothingIsTakenTwice() throws Exception {
        ScramServer early = server();
        assertThatThrownBy(() -> early.last(CLIENT_FINAL)).hasMessageContaining("out of order");
        ScramServer twice = server();
        twice.first(CLIENT_FIRST);
        assertThatThrownBy(() -> twice.first(CLIENT_FIRST)).hasMessageContaining("out of order");
        assertThatThrownBy(() -> twice.last(CLIENT_FINAL)).hasMessageContaining("out of order");
        ScramServer done = server();
        done.first(CLIENT_FIRST);
        done.last(CLIENT_FINAL);
        assertThatThrownBy(() -> done.last(CLIENT_FINAL)).hasMessageContaining("out of order");
        assertThatThrownBy(done::user).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReplayedLogInMeetsAnotherNonce() throws Exception {
        ScramServer server = new ScramServer(name -> Optional.ofNullable(users.get(name)), unknown);
        assertThat(server.first(CLIENT_FIRST)).startsWith("r=" + CLIENT_NONCE).isNotEqualTo(SERVER_FIRST);
        assertThatThrownBy(() -> server.last(CLIENT_FINAL)).hasMessage("this belongs to another log-in");
    }

    @Test
    void hugeMessagesAreNotLookedInto() {
        assertThatThrownBy(() -> server().first("n,,n=" + "u".repeat(10_000_000) + ",r=abc"))
                .hasMessage("a message of the log-in is too long");
        assertThatThrownBy(() -> server().first("n,,n=user,r=" + "r".repeat(600)))
                .hasMessage("a nonce is not printable, or too long");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "e=invalid-encoding => the server refuses the log-in: invalid-encoding",
        "e=\u001b[2J => the server refuses the log-in: \\x1b[2J",
        "r=NONCE => a message of the log-in is not whole",
        "r=rOprNGfwEbeRWgbNEkqO,s=AAAA,i=4096 => the server's answer belongs to another log-in",
        "r=other,s=AAAA,i=4096 => the server's answer belongs to another log-in",
        "r=NONCE,s=AAAA,i=4095 => the server wants \"4095\" iterations; between 4096 and 10000000 are done",
        "r=NONCE,s=AAAA,i=10000001 => the server wants \"10000001\" iterations; between 4096 and 10000000 are done",
        "r=NONCE,s=AAAA,i=99999999999 => the server wants \"99999999999\" iterations; between 4096 and 10000000 are done",
        "r=NONCE,s=AAAA,i=-5000 => the server wants \"-5000\" iterations; between 4096 and 10000000 are done",
        "r=NONCE,s=AAAA,i=5000x => the server wants \"5000x\" iterations; between 4096 and 10000000 are done",
        "r=NONCE,s=!,i=4096 => a part of the log-in is not base64",
        "r=NONCE,s=,i=4096 => expected s= in a message of the log-in",
        "m=x,r=NONCE,s=AAAA,i=4096 => an extension is asked for that is not known here",
        "r=NONCE,s=AAAA,i=4096,i=4096 => a message of the log-in has a part twice or out of order",})
    void theClientRefuses(String message, String problem) throws Exception {
        ScramClient client = client("user", "pencil");
        client.first();
        assertThatThrownBy(() -> client.last(message.replace("NONCE", NONCE))).isInstanceOf(ScramException.class)
                .hasMessage(problem);
        assertThatThrownBy(() -> client.last(SERVER_FIRST)).hasMessageContaining("out of order");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "e=invalid-proof => the server refuses the log-in: invalid-proof",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5= => a part of the log-in is not base64",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8= => the server could not prove that it knows this user",
        "v=AAAA => the server could not prove that it knows this user",
        "v= => expected v= in a message of the log-in",
        "'' => expected v= in a message of the log-in",})
    void theClientRefusesAServerThatProvesNothing(String message, String problem) throws Exception {
        ScramClient client = client("user", "pencil");
        client.first();
        client.last(SERVER_FIRST);
        assertThatThrownBy(() -> client.verify(message)).isInstanceOf(ScramException.class).hasMessage(problem);
        assertThat(client.isDone()).isFalse();
        assertThatThrownBy(() -> client.verify(SERVER_FINAL)).hasMessageContaining("out of order");
    }

    @Test
    void textsAreComparedAsPeopleReadThem() {
        assertThat(PreparedText.of("a\u00adb \u3000c\u200b\u2168".toCharArray())).isEqualTo("ab  cIX".toCharArray());
        assertThat(PreparedText.of("A\u0308".toCharArray())).isEqualTo("\u00c4".toCharArray());
        for (String bad : new String[]{"\u0000", "\t", "\u007f", "\u0085", "\u0378", "\ue000", "\ufffe", "\udc00",
            "\u2028", "\ufffd"}) {
            char[] text = ("x" + bad).toCharArray();
            assertThatThrownBy(() -> PreparedText.of(text)).as(Arrays.toString(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
