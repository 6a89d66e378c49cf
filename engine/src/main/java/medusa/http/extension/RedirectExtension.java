package medusa.http.extension;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.HttpRequest;
import medusa.http.Setting;
import medusa.metrics.Printable;

/// Sends clients from some paths to other places. The first rule whose pattern is the whole path counts.
///
/// A pattern cannot keep the reactor busy, whatever path a client sends: see [CountedText]. Where one would, the request gets
/// a 500, which is counted and logged as a fault.
public final class RedirectExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("redirect",
            "sends clients from some paths to other places", Settings.class,
            (settings, context) -> new RedirectExtension(settings));

    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);

    /// @param rules the first that matches counts
    public record Settings(
            @Setting(about = "Asked in order; the first that matches counts.") List<Rule> rules) {
        /// @param rules copied
        public Settings {
            rules = List.copyOf(rules);
            if (rules.isEmpty()) {
                throw new IllegalArgumentException("expected a rule at least, found []");
            }
        }
    }

    /// From where to where.
    ///
    /// @param host empty for any
    public record Rule(
            @Setting(about = "A regular expression (java.util.regex) that the whole path must match, in which a dot is any character; the path is decoded and "
                    + "without the query. In single quotes backslashes need no second one.") String from,
            @Setting(about = "A path, or a URI whose host is written out. $1 to $9 are the groups of the pattern, "
                    + "percent-encoded; $0 is the whole path and $$ a dollar sign. The query goes along, unless there is one "
                    + "in here.") String to,
            @Setting(about = "301 and 308 are remembered by browsers, 302 and 307 are not; with 307 and 308 a POST stays "
                    + "one.", standard = "301") int status,
            @Setting(about = "The host that the client must ask for, such as \"example.org\" or \"*.example.org\".") Optional<String> host) {
        /// @throws IllegalArgumentException if the parts do not fit
        public Rule {
            UriTemplate.parse(to, pattern(from).matcher("").groupCount());
            HostNames.of(host.stream().toList());
            if (!STATUSES.contains(status)) {
                throw new IllegalArgumentException("expected status 301, 302, 307 or 308, found " + status);
            }
        }
    }

    /// @param matcher used for every request in turn
    private record Prepared(Rule rule, HostNames hosts, Matcher matcher, UriTemplate target) {
        Prepared(Rule rule, Matcher matcher) {
            this(rule, HostNames.of(rule.host().stream().toList()), matcher,
                    UriTemplate.parse(rule.to(), matcher.groupCount()));
        }

        boolean match(String host, CountedText path) {
            if (!hosts.isEmpty() && !hosts.match(host)) {
                return false;
            }
            path.rewind();
            try {
                return matcher.reset(path).matches();
            } catch (CountedText.Exhausted | StackOverflowError e) {
                throw new IllegalStateException("on some paths this pattern takes too long: " + rule.from(), e);
            }
        }
    }

    private final List<Prepared> rules;
    /// Who has matched last, still with its groups.
    private Prepared found;

    RedirectExtension(Settings settings) {
        rules = settings.rules().stream().map(rule -> new Prepared(rule, pattern(rule.from()).matcher(""))).toList();
    }

    private static Pattern pattern(String from) {
        try {
            return Pattern.compile(from, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("expected a regular expression such as \"/old/(.*)\", found "
                    + Printable.quoted(from) + ": " + e.getDescription());
        }
    }

    @Override
    public String name() {
        return "redirect";
    }

    @Override
    public boolean match(HttpRequest request) {
        String text = text(request.path());
        if (text == null) {
            return false;
        }
        CountedText path = new CountedText(text);
        for (Prepared rule : rules) {
            if (rule.match(request.target().host(), path)) {
                found = rule;
                return true;
            }
        }
        return false;
    }

    @Override
    public void handle(HttpRequest request) {
        String place = found.target().expand(found.matcher(), request.target().uriQuery());
        request.reply(found.rule().status()).header("Location", place).send();
    }

    /// The path as people write it; null for what is none, or no text.
    private static String text(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        if (path.chars().allMatch(c -> c < 0x80)) {
            return path;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(path.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
