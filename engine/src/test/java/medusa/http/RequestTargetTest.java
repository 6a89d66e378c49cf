package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.http.RequestTarget.Form;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', nullValues = "null", value = {
        "/ -> / -> / -> null",
        "/a.txt -> /a.txt -> /a.txt -> null",
        "/a.txt? -> /a.txt -> /a.txt -> ``",
        "/a?x=1&y=/../?%20 -> /a -> /a -> x=1&y=/../?%20",
        "/%61.t%78t -> /%61.t%78t -> /a.txt -> null",
        "/a%20b+c -> /a%20b+c -> /a b+c -> null",
        "/h%C3%a9 -> /h%C3%a9 -> /h\u00c3\u00a9 -> null",
        "/%2561 -> /%2561 -> /%61 -> null",
        "/%252e%252e/x -> /%252e%252e/x -> /%2e%2e/x -> null",
        "/../%2e%2e/x -> /../%2e%2e/x -> /../../x -> null",
        "//evil.example/ -> //evil.example/ -> //evil.example/ -> null",
        "/q%3Fx%23y -> /q%3Fx%23y -> /q?x#y -> null",
        "/-._~!$&'()*+,;=:@ -> /-._~!$&'()*+,;=:@ -> /-._~!$&'()*+,;=:@ -> null",
        "/[1]|^ -> /[1]|^ -> /[1]|^ -> null"})
    void takesPathsApart(String target, String rawPath, String path, String query) throws HttpException {
        RequestTarget read = RequestTarget.of(Heads.request("GET " + target));
        assertThat(read.form()).isEqualTo(Form.ORIGIN);
        assertThat(read.rawPath()).isEqualTo(rawPath);
        assertThat(read.path()).isEqualTo(path);
        assertThat(read.rawQuery()).isEqualTo(query);
        assertThat(read.authority()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"http://b.example/, b.example", "http://B.Example:80/, B.Example", "http://[::1]/, [::1]",
        "http://[::1]:8443/, [::1]", "http://192.0.2.1:/, 192.0.2.1", "/, a"})
    void knowsTheHostWithoutThePort(String target, String host) throws HttpException {
        assertThat(RequestTarget.of(Heads.request("GET " + target)).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"/a[b]|^?{c}`\\, /a%5Bb%5D%7C%5E, ?%7Bc%7D%60%5C", "/a%20;b=c?, /a%20;b=c, ?", "/a, /a, ''"})
    void escapesForAUriWhatOnlyBrowsersLeave(String target, String path, String query) throws HttpException {
        RequestTarget read = RequestTarget.of(Heads.request("GET " + target));
        assertThat(read.uriPath()).isEqualTo(path);
        assertThat(read.uriQuery()).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"GET, http://b.example/x?y, ABSOLUTE, b.example, /x, y",
        "GET, HTTP://B.Example:80, ABSOLUTE, B.Example:80, /, null",
        "GET, https://[::1]:8443/, ABSOLUTE, [::1]:8443, /, null",
        "GET, http://b?q, ABSOLUTE, b, /, q", "GET, http://b/../x, ABSOLUTE, b, /../x, null",
        "OPTIONS, *, ASTERISK, a, *, null", "OPTIONS, http://b, ASTERISK, b, *, null",
        "OPTIONS, http://b/, ABSOLUTE, b, /, null", "OPTIONS, /, ORIGIN, a, /, null",
        "CONNECT, b.example:443, AUTHORITY, b.example:443, '', null",
        "CONNECT, [::1]:443, AUTHORITY, [::1]:443, '', null"})
    void knowsTheOtherForms(String method, String target, Form form, String authority, String path, String query)
            throws HttpException {
        RequestTarget read = RequestTarget.of(Heads.request(method + " " + target));
        assertThat(read.form()).isEqualTo(form);
        assertThat(read.authority()).isEqualTo(authority);
        assertThat(read.rawPath()).isEqualTo(path);
        assertThat(read.path()).isEqualTo(path);
        assertThat(read.rawQuery()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET a.txt", "GET *", "OPTIONS **", "GET b:80", "GET http:/b/", "GET http://",
        "GET http:///x",
        "GET http://?x", "GET https://", "GET https:///x", "GET http://u@b/", "GET http://u:p@b/", "GET ftp://b/",
        "GET httpx://b/", "GET http://b:x/",
        "GET http://b#f", "GET http://b\\c/", "GET ?x", "GET #", "CONNECT /", "CONNECT b", "CONNECT b:", "CONNECT *",
        "CONNECT :443", "CONNECT http://b:443", "CONNECT b:443/", "CONNECT [::1]", "GET /a#f", "GET /a?x#f", "GET /<",
        "GET />", "GET /\"", "GET /\\a", "GET /`", "GET /{", "GET /}", "GET /?<", "GET /?>", "GET /?\"", "GET /%",
        "GET /%2", "GET /a%", "GET /%zz", "GET /%u0061", "GET /%-1", "GET /%6.txt", "GET /?%", "GET /?%f?a",
        "GET /%2?0",
        "GET /a%00", "GET /%00/b"})
    void refusesTheRest(String line) {
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> RequestTarget.of(Heads.request(line)))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400))
                .satisfies(e -> assertThat(e.isFatal()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /a%2fb", "GET /..%2Fb", "GET http://b/%2F"})
    void anEscapedSlashIsNoSeparator(String line) {
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> RequestTarget.of(Heads.request(line)))
                .satisfies(e -> assertThat(e.status()).isEqualTo(404))
                .satisfies(e -> assertThat(e.isFatal()).isFalse());
    }

    @Test
    void anEscapedSlashInTheQueryIsTheClientsBusiness() throws HttpException {
        assertThat(RequestTarget.of(Heads.request("GET /a?b=%2f%00")).rawQuery()).isEqualTo("b=%2f%00");
    }

    @Test
    void lineEndsInNamesComeThrough() throws HttpException {
        assertThat(RequestTarget.of(Heads.request("GET /a%0d%0ab")).path()).isEqualTo("/a\r\nb");
    }

    @Test
    void browsersMayLeaveMoreAsItIsInAQuery() throws HttpException {
        assertThat(RequestTarget.of(Heads.request("GET /a?{`}|\\[]^'")).rawQuery()).isEqualTo("{`}|\\[]^'");
    }

    @Test
    void withoutHostTheAuthorityIsEmpty() throws HttpException {
        assertThat(RequestTarget.of(Heads.parse("GET / HTTP/1.0\r\n\r\n")).authority()).isEmpty();
    }
}
