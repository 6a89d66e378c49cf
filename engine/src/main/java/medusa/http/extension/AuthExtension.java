package medusa.http.extension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.Logins;
import medusa.auth.Logins.Answer;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.http.Authorization;
import medusa.http.BasicCredentials;
import medusa.http.DigestCredentials;
import medusa.http.Extension;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.ReplyField;
import medusa.http.Setting;
import medusa.metrics.Printable;
import medusa.reactor.Addresses;
import medusa.reactor.Reactor;

/// Lets the extensions behind it know who is asking: somebody who proves it by a name and a password (RFC 7617), or by a digest
/// of them (RFC 7616). Who has proven it a short while ago costs no wait. What it answers itself are requests of those who
/// have to log in and have not, or who have tried and are not believed.
public final class AuthExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("auth",
            "lets users log in by name and password, for the extensions behind it: those that they alone may see, and what the "
                    + "rights give to them. A link to any path with ?login asks for a log-in",
            Settings.class, AuthExtension::new);

    /// @param paths none if nobody has to log in
    public record Settings(
            @Setting(about = "What browsers call it when they ask for a password. Each value has log-ins of its own; a verifier for "
                    + "digest is made for one.", standard = "\"Medusa\"") String realm,
            @Setting(about = "Where a log-in is required, whatever is asked for: [\"/private\"] is /private and everything below, "
                    + "[\"/\"] everything. Elsewhere, and everywhere if this is empty, a log-in is taken from who has one, and asked "
                    + "for where the rights allow nothing without: so everybody may read, and only users upload.", standard = "[]") List<String> paths,
            @Setting(about = "Who may come to those paths: names, \"@group\", or \"@users\" for all users. Others get 403.", standard = "[\"@users\"]") List<String> who,
            @Setting(about = "Whether to offer Digest with SHA-256, which never sends the password. Only users with a verifier for the "
                    + "realm can log in by it (medusa passwd --digest REALM), and most browsers choose it where both are offered: "
                    + "make one for every user, or leave it off.", standard = "false") boolean digest,
            @Setting(about = "Whether to offer Basic, which every client knows, and which sends the password with each request.", standard = "true") boolean basic,
            @Setting(about = "Whether Basic is taken in the clear too, where everybody on the way can read the password. Otherwise "
                    + "it is offered over TLS, to this machine's own addresses and over Unix-domain sockets alone, and a "
                    + "password that comes in the clear all the same is refused unread. Set it where a proxy on another machine "
                    + "ends TLS. Whoever fails too often is banned by his address: behind a proxy that does not tell it by the "
                    + "PROXY protocol all are banned with him, and behind one on a Unix-domain socket nobody ever is; have the "
                    + "proxy tell it, over TCP, and name it in http.proxies.", standard = "false") boolean insecure) {
        private static final int LONGEST_REALM = 100;

        /// @param paths copied
        /// @param who   copied
        public Settings {
            paths = List.copyOf(paths);
            who = List.copyOf(who);
            PathPrefixes.of(paths);
            if (realm.isBlank() || realm.length() > LONGEST_REALM
                    || !realm.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
                throw new IllegalArgumentException("expected a realm of up to " + LONGEST_REALM
                        + " ASCII characters without quotes and backslashes, found " + Printable.quoted(realm));
            }
            if (who.isEmpty() || who.stream().anyMatch(each -> each.isBlank() || each.equals("@"))) {
                throw new IllegalArgumentException("expected names, groups or \"@users\" as who, found " + who);
            }
            if (!basic && !digest) {
                throw new IllegalArgumentException("expected basic or digest to be true, found neither");
            }
        }
    }

    /// What is to be done with a request that is not let through at once.
    @FunctionalInterface
    private interface Step {
        void take(HttpRequest request) throws HttpException;
    }

    private static final Logger log = LoggerFactory.getLogger(AuthExtension.class);
    private static final String NEEDED = "This needs a log-in.";
    private static final String LOGIN = "login";
    private static final int NONCES = 10_000;
    /// Nobody else may be shown what one user sees, unless whoever answers knows better.
    private static final ReplyField PRIVATE = new ReplyField("Cache-Control", "private");

    private final Settings settings;
    private final Logins logins;
    private final DigestLogins digests;
    /// Null if nobody has to log in.
    private final PathPrefixes required;
    private final Rights.Rule who;
    private boolean warned;
    /// For the request that matches.
    private Step next;

    private AuthExtension(Settings settings, ExtensionContext context) {
        this.settings = settings;
        logins = context.logins();
        Reactor reactor = context.http().reactor();
        digests = new DigestLogins(settings.realm(), logins, new DigestNonces(NONCES, reactor.now()), reactor);
        required = settings.paths().isEmpty() ? null : PathPrefixes.of(settings.paths());
        who = new Rights.Rule(List.of(), settings.who(), Set.of());
    }

    @Override
    public String name() {
        return "auth";
    }

    @Override
    public boolean match(HttpRequest request) {
        try {
            next = look(request);
        } catch (HttpException e) {
            next = _ -> {
                throw e;
            };
        }
        return next != null;
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        next.take(request);
    }

    /// @return null to let it through
    private Step look(HttpRequest request) throws HttpException {
        offer(request);
        if (!request.user().isAnonymous()) {
            return known(request); // by another one before
        }
        request.user(logins.anonymous());
        Optional<Authorization> given = Authorization.of(request.headers());
        String scheme = given.map(Authorization::scheme).orElse("");
        if (scheme.equals("basic") && settings.basic()) {
            return basic(request, given.get());
        }
        if (scheme.equals("digest") && settings.digest()) {
            return digest(request, given.get());
        }
        return unknown(request);
    }

    // ---- what is offered ----

    private void offer(HttpRequest request) {
        boolean possible = settings.digest() || takesPassword(request);
        if (possible && (!request.offersLogin() || isRequired(request))) {
            request.offerLogin(() -> challenges(request, false));
        }
    }

    private boolean takesPassword(HttpRequest request) {
        return settings.basic() && (settings.insecure() || request.isSecure() || request.peer() == null
                || request.peer().isLoopbackAddress());
    }

    private boolean isRequired(HttpRequest request) {
        return required != null && required.match(request.path());
    }

    private List<String> challenges(HttpRequest request, boolean stale) {
        List<String> challenges = new ArrayList<>(2);
        if (settings.digest()) {
            challenges.add(digests.challenge(stale));
        }
        if (takesPassword(request)) {
            challenges.add("Basic realm=\"" + settings.realm() + "\", charset=\"UTF-8\"");
        }
        return challenges;
    }

    // ---- who is known, and who is not ----

    private Step unknown(HttpRequest request) {
        if (!isRequired(request) && !asksForLogin(request)) {
            return null;
        }
        return asking -> {
            throw asking.offersLogin()
                    ? HttpException.forbidden(NEEDED)
                    : new HttpException(403, "This needs a log-in, which is taken over a secured connection alone.");
        };
    }

    private Step known(HttpRequest request) {
        if (request.user().isAnonymous()) {
            return unknown(request);
        }
        if (isRequired(request) && !who.names(request.user())) {
            return _ -> {
                throw HttpException.forbidden("This is for other users.");
            };
        }
        return asksForLogin(request)
                ? asking -> asking.reply(303).header("Location", withoutLogin(asking))
                        .header("Cache-Control", "no-store")
                        .send()
                : null;
    }

    private static boolean asksForLogin(HttpRequest request) {
        return request.query() != null && (request.method().equals("GET") || request.isHead())
                && List.of(request.query().split("&")).contains(LOGIN);
    }

    /// The same place; one slash at its front, since two of them would lead to another host.
    private static String withoutLogin(HttpRequest request) {
        String query = request.target().uriQuery().substring(1);
        List<String> others = Arrays.stream(query.split("&")).filter(part -> !part.equals(LOGIN)).toList();
        return request.target().uriPath().replaceFirst("^/+", "/")
                + (others.isEmpty() ? "" : "?" + String.join("&", others));
    }

    private Step welcome(HttpRequest request, User user) {
        request.user(user);
        request.addDefaultToReply(PRIVATE);
        request.addToReply("Vary", "Authorization");
        return known(request);
    }

    // ---- how somebody becomes known ----

    private Step basic(HttpRequest request, Authorization given) throws HttpException {
        if (!takesPassword(request)) {
            warn(request);
            throw new HttpException(403,
                    "Passwords are taken over a secured connection alone. This one came in the clear: it "
                            + "has not been looked at, but others may have read it.");
        }
        Optional<BasicCredentials> credentials = BasicCredentials.of(given);
        if (credentials.isEmpty()) {
            return failed("", "name or password are not in UTF-8");
        }
        String name = credentials.get().name();
        char[] password = credentials.get().password();
        Optional<User> guest = logins.guest(name);
        if (guest.isPresent()) { // he has proven nothing, and so is neither checked nor noted
            Arrays.fill(password, '\0');
            request.user(guest.get());
            return unknown(request);
        }
        Optional<User> proven = logins.proven(origin(request), name, password);
        if (proven.isPresent()) {
            Arrays.fill(password, '\0');
            return welcome(request, proven.get());
        }
        return asking -> {
            asking.hold();
            logins.check(origin(asking), name, password, answer -> told(asking, answer));
        };
    }

    private void warn(HttpRequest request) {
        if (!warned) {
            warned = true;
            log.warn(
                    "a password came in the clear from {} and is refused, though anybody on the way may have read it: let users "
                            + "come over https; where a proxy does that for them, set insecure = true in the auth block. Further"
                            + " ones are refused without a word here",
                    Addresses.text(request.peer()));
        }
    }

    private Step digest(HttpRequest request, Authorization given) throws HttpException {
        DigestCredentials credentials = DigestCredentials.of(given);
        if (!credentials.realm().equals(settings.realm())) {
            return unknown(request); // but perhaps to another one behind
        }
        if (!credentials.uri().equals(request.rawTarget())) {
            throw new HttpException(400, "The digest is for another target than that of the request.");
        }
        if (logins.isFresh()) {
            return digest(request, credentials);
        }
        return asking -> {
            asking.hold();
            logins.refresh(() -> asking.execute(() -> goOn(asking, () -> digest(asking, credentials))));
        };
    }

    private Step digest(HttpRequest request, DigestCredentials credentials) throws HttpException {
        Optional<Answer.Later> banned = logins.refuses(origin(request));
        if (banned.isPresent()) {
            throw later(banned.get());
        }
        if (!logins.isAvailable()) {
            throw later(Answer.Later.BUSY);
        }
        return switch (digests.check(credentials, request.method())) {
            case DigestLogins.Result.Stale() -> asking -> {
                asking.offerLogin(() -> challenges(asking, true));
                throw HttpException.forbidden(NEEDED);
            };
            case DigestLogins.Result.Wrong(String name, String why) -> failed(name, why);
            case DigestLogins.Result.Proven(User user, boolean first) -> {
                if (first) {
                    logins.loggedIn(origin(request), user);
                }
                yield welcome(request, user);
            }
        };
    }

    private Step failed(String name, String why) {
        return asking -> {
            Optional<Answer.Later> banned = logins.refuses(origin(asking));
            if (banned.isPresent()) {
                throw later(banned.get());
            }
            asking.hold();
            logins.failed(origin(asking), name, why, answer -> told(asking, answer));
        };
    }

    private static Logins.Origin origin(HttpRequest request) {
        return new Logins.Origin("http", request.peer());
    }

    // ---- what became of it ----

    private void told(HttpRequest request, Answer answer) {
        request.execute(() -> goOn(request, () -> switch (answer) {
            case Answer.LoggedIn(User user) -> welcome(request, user);
            case Answer.Refused() -> throw HttpException.forbidden("Name or password is wrong.");
            case Answer.Later later -> throw later(later);
        }));
    }

    private static HttpException later(Answer.Later later) {
        Duration wait = later.after();
        long seconds = wait.toSeconds() + (wait.toNanosPart() > 0 ? 1 : 0);
        return (later.banned()
                ? new HttpException(429, "Too many log-ins from your address have failed; please wait.")
                : new HttpException(503, "Log-ins cannot be checked at the moment; please try again soon."))
                .with("Retry-After", String.valueOf(seconds));
    }

    /// What has been found out about a request that is held.
    @FunctionalInterface
    private interface Finding {
        Step step() throws HttpException;
    }

    private static void goOn(HttpRequest request, Finding finding) {
        try {
            Step step = finding.step();
            if (step == null) {
                request.passOn();
            } else {
                step.take(request);
            }
        } catch (HttpException e) {
            request.fail(e);
        }
    }
}
