package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import medusa.metrics.Printable;

/// The line of a virtual user, as it is read and written.
class VirtualUserLineTest {
    private static final ScramKeys KEYS = ScramKeys.of("pencil".toCharArray(), new byte[16], 4096);
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void readsEveryFact() {
        VirtualUser anna = VirtualUserLine.parse("anna:groups=www,staff  home=/home/./x/../Jörg%20%C3%9C%3a quota=1GiB"
                + " max-file=100k sessions=5 expires=2027-01-31 digest.our%20files%3D=" + HEX
                + ":" + KEYS.text());
        assertThat(anna.user()).isEqualTo(new User("anna", Set.of("staff", "www"),
                new String("/home/Jörg Ü:".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                new User.Limits(OptionalLong.of(1L << 30), OptionalLong.of(102_400), 5)));
        assertThat(anna.expires()).contains(LocalDate.of(2027, 1, 31));
        assertThat(anna.verifiers()).containsOnlyKeys("our files=");
        assertThat(anna.verifiers().get("our files=")).isEqualTo(HexFormat.of().parseHex(HEX));
        assertThat(anna.keys().orElseThrow().text()).isEqualTo(KEYS.text());
        assertThat(VirtualUserLine.text(anna)).isEqualTo("anna:groups=staff,www home=/home/Jörg%20Ü%3A quota=1GiB"
                + " max-file=100KiB sessions=5 expires=2027-01-31 digest.our%20files%3D=" + HEX + ":" + KEYS.text());
    }

    @Test
    void mayHaveNoFactsAndNoKeys() {
        VirtualUser bert = VirtualUserLine.parse("Bert Ü.::-");
        assertThat(bert.user()).isEqualTo(new User("Bert Ü.", Set.of(), "/", User.Limits.NONE));
        assertThat(bert.expires()).isEmpty();
        assertThat(bert.keys()).isEmpty();
        assertThat(bert.verifiers()).isEmpty();
        assertThat(VirtualUserLine.text(bert)).isEqualTo("Bert Ü.::-");
        assertThat(VirtualUserLine.parse("anonymous:quota=0 :-").user().isAnonymous()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', value = {
        "anna => expected name:facts:keys",
        "anna:- => expected name:facts:keys",
        "::- => a name has between 1 and 64 characters",
        "a\u0007a::- => a name holds no colon and no control character, and neither begins with # nor has spaces around it",
        "a/b::- => a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"",
        "@staff::- => a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"",
        ".::- => a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"",
        "..::- => a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"",
        "*::- => a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"",
        "ftp::- => ftp is what those call themselves who have no password; their facts are those of anonymous",
        "anonymous::KEYS => anonymous is who has not logged in: its keys are \"-\", and it has neither expires nor digest",
        "anonymous:expires=2027-01-31:- => anonymous is who has not logged in: its keys are \"-\", and it has neither expires nor digest",
        "anonymous:digest.r=HEX:- => anonymous is who has not logged in: its keys are \"-\", and it has neither expires nor digest",
        "anna:: => expected SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as medusa passwd writes it",
        "anna::hunter2 => expected SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as medusa passwd writes it",
        "anna:KEYS => expected facts such as quota=1GiB",
        "anna:HEX:- => expected facts such as quota=1GiB",
        "anna:HEX=:- => expected facts such as quota=1GiB",
        "anna:qouta=5:- => unknown fact qouta; did you mean quota?",
        "anna:shell=/bin/sh:- => unknown fact shell",
        "anna:quota:- => quota: expected quota=value",
        "anna:quota=:- => quota: expected quota=value",
        "anna:quota=1 quota=2:- => quota is here twice",
        "anna:quota=-1:- => quota: expected a size such as \"64 KiB\", found \"-1\"",
        "anna:max-file=many:- => max-file: expected a size such as \"64 KiB\", found \"many\"",
        "anna:sessions=0:- => sessions: expected a number from 1 on, found \"0\"",
        "anna:sessions=1234567890:- => sessions: expected a number from 1 on, found \"1234567890\"",
        "anna:expires=31.1.2027:- => expires: expected a day such as 2027-01-31, found \"31.1.2027\"",
        "anna:expires=2027-02-29:- => expires: expected a day such as 2027-01-31, found \"2027-02-29\"",
        "anna:home=x:- => home: expected an absolute path such as /home/anna, found \"x\"",
        "anna:home=/a%00b:- => home: expected an absolute path such as /home/anna, found \"/a\\x00b\"",
        "anna:home=/a%2:- => home: a % stands before two hexadecimal digits; itself it is %25",
        "anna:home=/a%-1:- => home: a % stands before two hexadecimal digits; itself it is %25",
        "anna:home=/%FF:- => home: what is percent-encoded is not UTF-8",
        "anna:groups=a,,b:- => groups: a name has between 1 and 64 characters",
        "anna:groups=@a:- => groups: a name holds no slash, does not begin with @, and is not \".\", \"..\" or \"*\"",
        "anna:groups=users:- => groups: all who have logged in are the group users already",
        "anna:digest.=HEX:- => a realm is not empty and holds no control character, found \"\"",
        "anna:digest.a%0A=HEX:- => a realm is not empty and holds no control character, found \"a\\n\"",
        "anna:digest.r:- => digest.r: expected 64 hexadecimal digits, as medusa passwd --digest writes them",
        "anna:digest.r=0123secret:- => digest.r: expected 64 hexadecimal digits, as medusa passwd --digest writes them",
        "anna:digest.r=HEX00:- => digest.r: expected 64 hexadecimal digits, as medusa passwd --digest writes them",
        "anna:digest.r=HEX digest.%72=HEX:- => digest.r is here twice",})
    void saysWhatIsWrongAndNothingSecret(String line, String problem) {
        String whole = line.replace("KEYS", KEYS.text()).replace("HEX", HEX);
        assertThatThrownBy(() -> VirtualUserLine.parse(whole)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    @Test
    void showsNothingSecret() {
        VirtualUser anna = VirtualUserLine.parse("anna:quota=5 digest.files=" + HEX + ":" + KEYS.text());
        assertThat(anna).hasToString("anna quota=5B digest.files");
        assertThat(VirtualUser.named("bert")).hasToString("bert");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aZ0 %:=,/.#-@*\t\u0001\u007f\u00a0é€\u202e\u2028漢")
                .ofMinLength(1).ofMaxLength(12);
    }

    @Provide
    Arbitrary<Map<UserFact, String>> facts() {
        Arbitrary<String> numbers = Arbitraries.integers().between(1, 999_999_999).map(String::valueOf);
        Arbitrary<String> sizes = Arbitraries.longs().between(0, Long.MAX_VALUE >> 10).map(String::valueOf);
        return Arbitraries.maps(Arbitraries.of(UserFact.class), Arbitraries.just("")).flatMap(
                chosen -> sizes.flatMap(size -> numbers.flatMap(number -> texts().map(text -> Map.of(
                        UserFact.HOME, chosen.containsKey(UserFact.HOME) ? "/" + text : "",
                        UserFact.QUOTA, chosen.containsKey(UserFact.QUOTA) ? size : "",
                        UserFact.MAX_FILE, chosen.containsKey(UserFact.MAX_FILE) ? size : "",
                        UserFact.SESSIONS, chosen.containsKey(UserFact.SESSIONS) ? number : "",
                        UserFact.EXPIRES, chosen.containsKey(UserFact.EXPIRES) ? "2027-01-31" : "")))));
    }

    @Property(tries = 2000, seed = "4713")
    void whatIsWrittenIsReadAgain(@ForAll("facts") Map<UserFact, String> facts, @ForAll("texts") String realm) {
        VirtualUser user = VirtualUser.named("anna").with(KEYS, Map.of(realm, HexFormat.of().parseHex(HEX)));
        for (Map.Entry<UserFact, String> fact : facts.entrySet()) {
            user = fact.getKey().set(user, fact.getValue());
        }
        String line = VirtualUserLine.text(user);
        assertThat(line.lines()).hasSize(1);
        boolean isRealm = !realm.isBlank() && Printable.line(realm).equals(realm);
        if (!isRealm) {
            assertThatThrownBy(() -> VirtualUserLine.parse(line)).hasMessageStartingWith("a realm is not empty");
            return;
        }
        VirtualUser again = VirtualUserLine.parse(line.strip());
        assertThat(again.user()).isEqualTo(user.user());
        assertThat(again.expires()).isEqualTo(user.expires());
        assertThat(again.verifiers()).containsOnlyKeys(realm);
        assertThat(VirtualUserLine.text(again)).isEqualTo(line);
    }

    @Test
    void anEmptyTextTakesAFactAway() {
        VirtualUser user = VirtualUserLine
                .parse("anna:groups=a home=/a quota=1 max-file=2 sessions=3 expires=2027-01-31:-");
        for (UserFact fact : List.of(UserFact.values())) {
            assertThat(fact.of(user)).isNotEmpty();
            user = fact.set(user, "");
            assertThat(fact.of(user)).isEmpty();
        }
        assertThat(VirtualUserLine.text(user)).isEqualTo("anna::-");
        assertThat(user.expires()).isEqualTo(Optional.empty());
    }

    /// The example of RFC 7616 §3.9.1.
    @Test
    void digestVerifiersAreThoseOfRfc7616() throws Exception {
        String a1 = HexFormat.of()
                .formatHex(DigestVerifier.of("Mufasa", "http-auth@example.org", "Circle of Life".toCharArray()));
        String response = sha256(a1 + ":7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001"
                + ":f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth:" + sha256("GET:/dir/index.html"));
        assertThat(response).isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
        assertThat(DigestVerifier.of("J", "r", "a\u0308".toCharArray()))
                .isEqualTo(DigestVerifier.of("J", "r", "ä".toCharArray()));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
