package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    private static String ranked(Headers headers) {
        return AcceptEncoding.of(headers).acceptable().stream().map(ContentCoding::token)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|gzip identity", "gzip, deflate, br, zstd|br zstd gzip identity",
        "GZIP|gzip identity", "x-gzip|gzip identity", "gzip;q=0.5, br;q=0.4|gzip br identity",
        "gzip ; Q=0.5 ,\tbr;q=0.6|br gzip identity", "''|identity", ",,|identity", "deflate, compress|identity",
        "identity|identity", "identity, gzip|gzip identity", "identity;q=0.5, gzip;q=0.4|identity gzip",
        "gzip;q=1.0, identity;q=0.1|gzip identity", "gzip;q=0.1, identity;q=0.1|gzip identity"})
    void ranksByWeightAndThenByTheServersOwnTaste(String field, String ranked) throws HttpException {
        assertThat(ranked(Heads.headers("Accept-Encoding: " + field))).isEqualTo(ranked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip;q=0|identity", "gzip;q=0.000|identity", "identity;q=0|''",
        "identity;q=0, gzip|gzip", "*;q=0|''", "*;q=0, gzip|gzip", "identity, *;q=0|identity",
        "gzip;q=0.5, *;q=0, identity;q=0.1|gzip identity", "*|br zstd gzip identity",
        "gzip;q=0, *|br zstd identity", "gzip;q=0.5, *;q=0.6|br zstd identity gzip",
        "*;q=0.1, br;q=0|zstd gzip identity", "*;q=0.3, identity;q=0|br zstd gzip",
        "gzip, gzip;q=0|identity", "gzip;q=0, gzip|identity"})
    void leavesOutWhatIsRefused(String field, String ranked) throws HttpException {
        assertThat(ranked(Heads.headers("Accept-Encoding: " + field))).isEqualTo(ranked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip;q=2|identity", "gzip;q=-1|identity", "gzip;q=.5|identity",
        "gzip;q=0.1234|identity", "gzip;q=|identity", "gzip;|identity", "gzip;q=1;q=0|identity",
        "gzip;level=9|identity",
        "gzip=1|identity", "gz ip|identity", "xgzipx|identity", "\"gzip\"|identity", ";q=1|identity",
        "gzip;q=x, br|br identity", "identity;q=x|identity", "*;q=x|identity", "***|identity", "gzïp|identity"})
    void whatCannotBeReadCountsForNothing(String field, String ranked) throws HttpException {
        assertThat(ranked(Heads.headers("Accept-Encoding: " + field))).isEqualTo(ranked);
    }

    @Test
    void withoutTheFieldNothingIsCompressed() throws HttpException {
        assertThat(ranked(Heads.headers("Accept: gzip"))).isEqualTo("identity");
    }

    @Test
    void severalLinesAreOneList() throws HttpException {
        assertThat(
                ranked(Heads.headers("Accept-Encoding: gzip;q=0.5", "Accept-Encoding: br;q=0.4", "accept-encoding: ,")))
                .isEqualTo("gzip br identity");
    }

    @Test
    void aListOfAnyLengthIsRead() throws HttpException {
        String list = "x,".repeat(2_000);
        assertThat(ranked(Heads.headers("Accept-Encoding: " + list))).isEqualTo("identity");
        assertThat(ranked(Heads.headers("Accept-Encoding: " + list + "gzip"))).isEqualTo("gzip identity");
    }

    @Test
    void knowsWhetherGzipIsWanted() throws HttpException {
        assertThat(AcceptEncoding.of(Heads.headers("Accept-Encoding: br, gzip;q=0.1")).prefersGzip()).isTrue();
        assertThat(AcceptEncoding.of(Heads.headers("Accept-Encoding: identity, gzip;q=0.1")).prefersGzip()).isFalse();
        assertThat(AcceptEncoding.of(Heads.headers("Accept-Encoding: br")).prefersGzip()).isFalse();
        assertThat(AcceptEncoding.of(Heads.headers("Accept-Encoding: br")).refusesIdentity()).isFalse();
        assertThat(AcceptEncoding.of(Heads.headers("Accept-Encoding: br, *;q=0")).refusesIdentity()).isTrue();
    }
}
