package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.auth.CountingAuthorizer;

@Timeout(60)
class AuthorizationTest {
    /// RFC 7616 §3.9.1; the opaque value is not looked at.
    private static final String MUFASA = "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
            + "uri=\"/dir/index.html\", algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
            + "nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
            + "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", "
            + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private static String basic(byte[] bytes) {
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static String basic(String text) {
        return basic(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<BasicCredentials> readBasic(String value) throws HttpException {
        return BasicCredentials.of(Authorization.parse(value));
    }

    private static DigestCredentials readDigest(String value) throws HttpException {
        return DigestCredentials.of(Authorization.parse(value));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(HttpException.class,
                e -> assertThat(e.status()).isEqualTo(400));
    }

    // ---- the field ----

    @Test
    void aSchemeComesFirst() throws HttpException {
        assertThat(Authorization.parse("Basic  abc")).isEqualTo(new Authorization("basic", "abc"));
        assertThat(Authorization.parse("NEGOTIATE")).isEqualTo(new Authorization("negotiate", ""));
        assertThat(Authorization.parse("Basic abc").toString()).isEqualTo("basic");
        for (String wrong : new String[]{"", "=", "Basic,x", "B\u00e4sic x", "Basic\tabc"}) {
            assertRefused(() -> Authorization.parse(wrong));
        }
    }

    // ---- Basic ----

    @Test
    void theExamplesOfTheRfcAreUnderstood() throws HttpException {
        BasicCredentials aladdin = readBasic("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==").orElseThrow();
        assertThat(aladdin.name()).isEqualTo("Aladdin");
        assertThat(aladdin.password()).containsExactly("open sesame".toCharArray());
        assertThat(aladdin.toString()).isEqualTo("Aladdin");
        assertThat(readBasic("bAsIc dGVzdDoxMjPCow==").orElseThrow().password())
                .containsExactly("123\u00a3".toCharArray());
    }

    @Test
    void theFirstColonDivides() throws HttpException {
        assertThat(readBasic(basic("a:b:c")).orElseThrow().password()).containsExactly("b:c".toCharArray());
        assertThat(readBasic(basic(":")).orElseThrow().name()).isEmpty();
        assertThat(readBasic(basic("\u65e5\u672c:\ud83d\ude00")).orElseThrow().name()).isEqualTo("\u65e5\u672c");
    }

    @Test
    void whatIsNoUtf8IsNobodys() throws HttpException {
        assertThat(readBasic(basic("j\u00fcrg:x".getBytes(StandardCharsets.ISO_8859_1)))).isEmpty();
        assertThat(readBasic(basic(HexFormat.of().parseHex("613ac0af")))).isEmpty(); // an overlong slash
        assertThat(readBasic(basic(HexFormat.of().parseHex("613aeda080")))).isEmpty(); // half a character
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic YTpi YTpi", "Basic YTpi,", "Basic YTpiYw", "Basic YTpiYw=",
        "Basic YTpiYx==", "Basic YTpi=", "Basic YTpi====", "Basic YT_i", "Basic \u00e4\u00f6", "Basic YTpi\n",
        "Basic YWI=", "Basic YToAYg==", "Basic YTp/", "Basic YQo6Yg=="})
    void otherThingsAreNot(String value) {
        assertRefused(() -> readBasic(value));
    }

    @Test
    void whateverTheyAreNamesAndPasswordsArrive() throws HttpException {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String name = text(random).replace(":", "");
            String password = text(random);
            BasicCredentials read = readBasic(basic(name + ":" + password)).orElseThrow();
            assertThat(read.name()).isEqualTo(name);
            assertThat(new String(read.password())).isEqualTo(password);
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(20), ' ', 0x20000)
                .filter(c -> !Character.isISOControl(c) && (c < 0xd800 || c > 0xdfff))
                .filter(c -> c < 0x80 || c >= 0xa0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    // ---- parameters ----

    @Test
    void parametersAreReadByTheGrammar() throws HttpException {
        assertThat(AuthParams.parse("")).isEmpty();
        assertThat(AuthParams.parse(" , ,")).isEmpty();
        assertThat(AuthParams.parse("a=b")).isEqualTo(Map.of("a", "b"));
        assertThat(AuthParams.parse(",A = b ,, c=\"d, \\\"e\\\\\" \t,")).isEqualTo(Map.of("a", "b", "c", "d, \"e\\"));
        assertThat(AuthParams.parse("a=\"\",b*=x''y")).isEqualTo(Map.of("a", "", "b*", "x''y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "=b", "a=b c=d", "a=\"b", "a=\"b\\", "a=b,a=c", "a=b,A=c", "a=\"b\"c", "a=b=c",
        "a=\"\u0001\"", "a=\"\u0100\"", "a=@", "\"a\"=b", "a;b"})
    void otherParametersAreNot(String text) {
        assertRefused(() -> AuthParams.parse(text));
    }

    // ---- Digest ----

    @Test
    void theExampleOfDigestProvesItsPassword() throws HttpException {
        DigestCredentials mufasa = readDigest(MUFASA);
        assertThat(mufasa.name()).contains("Mufasa");
        assertThat(mufasa.realm()).isEqualTo("http-auth@example.org");
        assertThat(mufasa.uri()).isEqualTo("/dir/index.html");
        assertThat(mufasa.count()).isEqualTo(1);
        byte[] verifier = CountingAuthorizer.sha256("Mufasa:http-auth@example.org:Circle of Life");
        assertThat(mufasa.proves(verifier, "GET")).isTrue();
        assertThat(mufasa.proves(verifier, "HEAD")).isFalse();
        verifier[0]++;
        assertThat(mufasa.proves(verifier, "GET")).isFalse();
    }

    @Test
    void namesOfAllKindsAreRead() throws HttpException {
        assertThat(readDigest(MUFASA.replace("username=\"Mufasa\"", "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe")).name())
                .contains("J\u00e4s\u00f8n Doe");
        assertThat(readDigest(MUFASA.replace("\"Mufasa\"", "\"J\u00c3\u00a4s\"")).name()).contains("J\u00e4s");
        assertThat(readDigest(MUFASA.replace("\"Mufasa\"", "\"J\u00e4s\"")).name()).isEmpty();
        assertThat(readDigest(MUFASA.replace("username=\"Mufasa\"", "username*=utf-8'en'%FF")).name()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"username=\"Mufasa\"|x=y", "realm=|x=", "uri=|x=", "nonce=|x=", "nc=|x=", "cnonce=|x=",
        "qop=auth|qop=auth-int", "qop=auth|x=y", "response=|x=", "SHA-256|MD5", "SHA-256|SHA-512-256",
        "algorithm=|x=", "00000001|1", "00000001|0000000g", "753927|75392", "753927|75392F", "qop|userhash=true, qop",
        "username=|username*=UTF-8''x, username=", "username=\"Mufasa\"|username*=UTF-8''%4",
        "username=\"Mufasa\"|username*=UTF-8''%zz", "username=\"Mufasa\"|username*=UTF-8'x",
        "username=\"Mufasa\"|username*=ISO-8859-1''x"})
    void otherDigestsAreNot(String change) {
        String[] parts = change.split("\\|");
        String changed = MUFASA.replace(parts[0], parts[1]);
        assertThat(changed).isNotEqualTo(MUFASA);
        assertRefused(() -> readDigest(changed));
    }

    // ---- anything ----

    /// Nothing but an [HttpException], in time that grows no faster than the text.
    @Test
    void noTextDoesHarm() {
        Random random = new Random(7);
        String alphabet = "\"\\,= \t:aB1%*'~\u00e4\0\u007f";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 3 == 0 ? MUFASA : i % 3 == 1 ? "Digest " : "Basic ");
            for (int n = random.nextInt(30); n >= 0; n--) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                int at = random.nextInt(text.length() + 1);
                if (random.nextBoolean() || at == text.length()) {
                    text.insert(at, c);
                } else {
                    text.setCharAt(at, c);
                }
            }
            read(text.toString());
        }
        for (String piece : new String[]{"\\\"", "a,", ",", "\"", " ", "=", "a=b,", "%", "'", "YTpi", "("}) {
            String long_ = piece.repeat(8192 / piece.length());
            read("Digest " + long_);
            read("Digest a=\"" + long_);
            read("Digest username*=UTF-8''" + long_);
            read("Basic " + long_);
        }
    }

    private static void read(String value) {
        try {
            Authorization authorization = Authorization.parse(value);
            if (authorization.scheme().equals("basic")) {
                BasicCredentials.of(authorization);
            } else {
                DigestCredentials.of(authorization).proves(new byte[32], "GET");
            }
        } catch (HttpException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
