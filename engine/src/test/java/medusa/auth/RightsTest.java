package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.Rights.Defaults;
import medusa.auth.Rights.Rule;

class RightsTest {
    private static final User ANNA = new User("anna", Set.of("staff"), "/", User.Limits.NONE);
    private static final User BERND = new User("bernd", Set.of(), "/", User.Limits.NONE);

    /// Rules are written as `/path who,who lrwd`.
    private static Rights table(boolean anonymous, boolean writable, String... rules) {
        return new Rights(Arrays.stream(rules).map(RightsTest::rule).toList(), Defaults.of(anonymous, writable));
    }

    private static Rule rule(String text) {
        String[] parts = text.split(" ");
        return new Rule(path(parts[0]), List.of(parts[1].split(",")), may(parts.length > 2 ? parts[2] : ""));
    }

    private static List<String> path(String text) {
        return Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    private static Set<Right> may(String letters) {
        Set<Right> may = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if (letters.indexOf(right.label().charAt(0)) >= 0) {
                may.add(right);
            }
        }
        return may;
    }

    private static String letters(Rights rights, User user, String path) {
        StringBuilder letters = new StringBuilder();
        for (Right right : Right.values()) {
            boolean allowed = rights.allow(user, right, path(path));
            assertThat(rights.may(user, path(path)).contains(right)).isEqualTo(allowed);
            letters.append(allowed ? right.label().substring(0, 1) : "");
        }
        return letters.toString();
    }

    @Test
    void withoutRulesEverybodyLooksAndWhoHasLoggedInMayChangeWhatIsWritable() {
        assertThat(letters(table(true, false), User.ANONYMOUS, "/a")).isEqualTo("lr");
        assertThat(letters(table(true, false), ANNA, "/a")).isEqualTo("lr");
        assertThat(letters(table(true, true), User.ANONYMOUS, "/a")).isEqualTo("lr");
        assertThat(letters(table(true, true), ANNA, "/a")).isEqualTo("lrwd");
        assertThat(letters(table(false, true), User.ANONYMOUS, "/")).isEqualTo("");
        assertThat(letters(table(false, false), ANNA, "/")).isEqualTo("lr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anna      | /                | lr
            anna      | /staff           | lrwd
            anna      | /staff/x/y       | lrwd
            anna      | /staffx          | lr
            anna      | /staff/keys      | ''
            anna      | /staff/keys/x    | ''
            anna      | /home/anna/x     | lrwd
            anna      | /home/bernd      | ''
            anna      | /home            | ''
            anna      | /in/x            | w
            bernd     | /staff           | ''
            bernd     | /home/bernd      | lrwd
            bernd     | /in              | w
            anonymous | /staff           | ''
            anonymous | /home/anonymous  | ''
            anonymous | /in              | w
            anonymous | /elsewhere       | lr
            """)
    void theFirstRuleThatFitsDecidesAndCountsForAllBelow(String user, String path, String expected) {
        Rights rights = table(true, false, "/staff/keys *", "/staff @staff lrwd", "/staff *",
                "/home/{user} @users lrwd", "/home *", "/in * w", "/in anna lrwd");
        User who = switch (user) {
            case "anna" -> ANNA;
            case "bernd" -> BERND;
            default -> User.ANONYMOUS;
        };
        assertThat(letters(rights, who, path)).isEqualTo(expected);
    }

    @Test
    void aDecisionNamesItsRule() {
        Rights rights = table(true, false, "/a bernd lr", "/a * w");
        assertThat(rights.decide(ANNA, path("/a/b")))
                .isEqualTo(new Rights.Decision(Set.of(Right.WRITE), Optional.of(1), false));
        assertThat(rights.decide(ANNA, path("/b")).rule()).isEmpty();
    }

    @Test
    void whatIsHiddenIsSoForEverybody() {
        Rights rights = new Rights(List.of(rule("/ * lrwd")), Defaults.of(true, true), Set.of(path("/a/users")));
        assertThat(letters(rights, ANNA, "/a/users")).isEmpty();
        assertThat(letters(rights, ANNA, "/a/users/x")).isEmpty();
        assertThat(letters(rights, ANNA, "/a/usersx")).isEqualTo("lrwd");
        assertThat(rights.decide(ANNA, path("/a/users")).hidden()).isTrue();
        assertThat(rights.isUniform(ANNA, path("/a"))).isFalse();
        assertThat(rights.isUniform(ANNA, path("/b"))).isTrue();
        assertThat(rights.isReadable(path("/a/users"))).isFalse();
        assertThat(rights.isWritable(path("/a/users"))).isFalse();
    }

    @Test
    void aUserIsNamedByTheBytesOfHisName() {
        User user = new User("jürgen", Set.of(), "/", User.Limits.NONE);
        Rights rights = table(false, false, "/home/{user} @users lrwd", "/ *");
        assertThat(letters(rights, user, "/home/j\u00c3\u00bcrgen")).isEqualTo("lrwd");
        assertThat(letters(rights, user, "/home/jürgen")).isEqualTo("");
    }

    @Test
    void aFolderIsUniformIfNoRuleThatCountsIsAboutAPartOfIt() {
        Rights rights = table(true, true, "/a/x bernd", "/a *", "/a/y *", "/b/{user} @users lr");
        assertThat(rights.isUniform(BERND, path("/a"))).isFalse();
        assertThat(rights.isUniform(ANNA, path("/a"))).isTrue();
        assertThat(rights.isUniform(ANNA, path("/b"))).isFalse();
        assertThat(rights.isUniform(User.ANONYMOUS, path("/b"))).isTrue();
        assertThat(rights.isUniform(ANNA, path("/"))).isFalse();
        assertThat(rights.isUniform(ANNA, path("/c"))).isTrue();
    }

    @Test
    void whatAnybodyMayChangeIsFound() {
        assertThat(table(true, false).isWritable()).isFalse();
        assertThat(table(true, false, "/a * lr").isWritable()).isFalse();
        assertThat(table(true, true).isWritable()).isTrue();
        assertThat(table(true, false, "/a carla d").isWritable()).isTrue();

        Rights rights = table(true, false, "/a/keys *", "/a @staff lrwd", "/home/{user} @users lrwd",
                "/b @users lr", "/b @staff w", "/c @users lr", "/c anonymous w");
        assertThat(rights.isWritable(path("/a"))).isTrue();
        assertThat(rights.isWritable(path("/a/x"))).isTrue();
        assertThat(rights.isWritable(path("/a/keys/x"))).isFalse();
        assertThat(rights.isWritable(path("/home/anybody"))).isTrue();
        assertThat(rights.isWritable(path("/home"))).isFalse();
        assertThat(rights.isWritable(path("/b"))).isFalse();
        assertThat(rights.isWritable(path("/c"))).isTrue();
        assertThat(rights.isWritable(path("/"))).isFalse();
        assertThat(table(true, true, "/x *").isWritable(path("/x"))).isFalse();
        assertThat(table(true, true, "/x *").isWritable(path("/"))).isTrue();
        assertThat(rights.isWritableWithin(path("/"))).isTrue();
        assertThat(rights.isWritableWithin(path("/home"))).isTrue();
        assertThat(rights.isWritableWithin(path("/b"))).isFalse();
        assertThat(rights.isReadable(path("/b"))).isTrue();
        assertThat(rights.isReadable(path("/a/keys"))).isFalse();
        assertThat(table(false, false, "/ @users w").isReadable(path("/x"))).isFalse();
        assertThat(rights.takesAdditions(path("/c/x"))).isTrue();
        assertThat(rights.takesAdditions(path("/a/x"))).isFalse();
        assertThat(rights.takesAdditions(path("/"))).isFalse();
        Rights others = table(true, false, "/home/{user} *", "/home bernd w");
        assertThat(others.isWritable(path("/home/bernd"))).isFalse();
        assertThat(others.isWritable(path("/home/carla"))).isTrue();
    }
}
