package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant MODIFIED = Instant.parse("2023-11-14T22:13:20.9Z");
    private static final String SAME = "Tue, 14 Nov 2023 22:13:20 GMT";
    private static final String BEFORE = "Tue, 14 Nov 2023 22:13:19 GMT";
    private static final String AFTER = "Tue, 14 Nov 2023 22:13:21 GMT";

    private static String outcome(String method, String headers, Validators current) throws HttpException {
        String[] lines = headers.replace("{same}", SAME).replace("{before}", BEFORE).replace("{after}", AFTER)
                .split("; ");
        return switch (Conditions.evaluate(Heads.request(method + " /", lines), current, NOW)) {
            case PROCEED -> "go on";
            case NOT_MODIFIED -> "304";
            case PRECONDITION_FAILED -> "412";
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "X: y|go on|go on",
        // If-None-Match, weak
        "If-None-Match: \"e\"|304|412", "If-None-Match: W/\"e\"|304|412", "If-None-Match: *|304|412",
        "If-None-Match: \"x\"|go on|go on", "If-None-Match: \"a\", W/\"b,c\" ,\"e\"|304|412",
        "If-None-Match: \"a\"; If-None-Match: \"e\"|304|412", "If-None-Match: ,, \"e\",|304|412",
        "If-None-Match: \"e|go on|412", "If-None-Match: e|go on|412", "If-None-Match: \"E\"|go on|go on",
        "If-None-Match: w/\"e\"|go on|412", "If-None-Match: \"a\" \"e\"|go on|412", "If-None-Match: |go on|412",
        "If-None-Match: \"e\", rubbish|304|412", "If-None-Match: rubbish, \"e\"|go on|412",
        "If-None-Match: \"x\"; If-None-Match: *|go on|412", "If-None-Match: \"ee\"|go on|go on",
        "If-None-Match: \"x\"; If-Modified-Since: {same}|go on|go on",
        "If-None-Match: \"e\"; If-Modified-Since: {before}|304|412",
        // If-Modified-Since, for reading only
        "If-Modified-Since: {same}|304|go on", "If-Modified-Since: {after}|304|go on",
        "If-Modified-Since: {before}|go on|go on",
        "If-Modified-Since: Tuesday, 14-Nov-23 22:13:20 GMT|304|go on",
        "If-Modified-Since: Tue Nov 14 22:13:20 2023|304|go on", "If-Modified-Since: garbage|go on|go on",
        "If-Modified-Since: {same}; If-Modified-Since: {same}|go on|go on",
        // If-Match, strong
        "If-Match: \"e\"|go on|go on", "If-Match: *|go on|go on", "If-Match: \"x\"|412|412",
        "If-Match: W/\"e\"|412|412",
        "If-Match: \"a\", \"e\"|go on|go on", "If-Match: \"a\"; If-Match: \"e\"|go on|go on",
        "If-Match: rubbish|412|412",
        "If-Match: \"e\", *|go on|go on", "If-Match: |412|412",
        "If-Match: *; If-Unmodified-Since: {before}|go on|go on",
        "If-Match: \"x\"; If-Unmodified-Since: {same}|412|412",
        "If-Match: \"e\"; If-None-Match: \"e\"|304|412", "If-Match: \"x\"; If-None-Match: \"e\"|412|412",
        "If-Match: \"e\"; If-Modified-Since: {same}|304|go on",
        // If-Unmodified-Since
        "If-Unmodified-Since: {before}|412|412", "If-Unmodified-Since: {same}|go on|go on",
        "If-Unmodified-Since: {after}|go on|go on", "If-Unmodified-Since: garbage|go on|go on",
        "If-Unmodified-Since: {before}, {before}|go on|go on",
        "If-Unmodified-Since: {before}; If-Unmodified-Since: {before}|go on|go on",
        "If-Unmodified-Since: {same}; If-None-Match: \"e\"|304|412",
        "If-Unmodified-Since: {before}; If-None-Match: \"x\"|412|412",
        "If-Unmodified-Since: {after}; If-Modified-Since: {same}|304|go on"})
    void followsTheOrderOfTheRfc(String headers, String reading, String writing) throws HttpException {
        Validators current = Validators.of("\"e\"", MODIFIED);
        assertThat(outcome("GET", headers, current)).as("GET").isEqualTo(reading);
        assertThat(outcome("HEAD", headers, current)).as("HEAD").isEqualTo(reading);
        assertThat(outcome("PUT", headers, current)).as("PUT").isEqualTo(writing);
        assertThat(outcome("OPTIONS", headers, current)).as("OPTIONS").isEqualTo("go on");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"If-None-Match: *|go on", "If-None-Match: \"e\"|go on",
        "If-Match: *|412", "If-Match: \"e\"|412", "If-Unmodified-Since: {same}|go on",
        "If-Modified-Since: {same}|go on"})
    void whereNothingIs(String headers, String outcome) throws HttpException {
        assertThat(outcome("PUT", headers, Validators.ABSENT)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"If-None-Match: \"e\"|304", "If-None-Match: W/\"e\"|304",
        "If-Match: \"e\"|412", "If-Match: W/\"e\"|412", "If-Modified-Since: {same}|go on",
        "If-Unmodified-Since: {before}|go on"})
    void withAWeakTagAndNoDate(String headers, String outcome) throws HttpException {
        assertThat(outcome("GET", headers, Validators.of("W/\"e\"", null))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"If-None-Match: \"e\"|go on", "If-None-Match: *|304",
        "If-Match: \"e\"|412", "If-Match: *|go on", "If-Modified-Since: {same}|304"})
    void withoutATag(String headers, String outcome) throws HttpException {
        assertThat(outcome("GET", headers, Validators.of(null, MODIFIED))).isEqualTo(outcome);
    }
}
