package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import medusa.auth.DigestVerifier;
import medusa.auth.ScramKeys;
import medusa.auth.User;
import medusa.auth.UserFact;
import medusa.auth.UserNames;
import medusa.auth.VirtualUser;
import medusa.auth.VirtualUsersFile;
import medusa.metrics.Printable;
import medusa.state.UnsafeException;

/// What `medusa passwd` does with virtual users.
record VirtualPasswd(NewPassword password) implements PasswdCommand.Kind {
    private static final String DIGEST = "--digest";

    /// What an option says of a fact; its name is the fact's.
    private record Help(UserFact fact, String label, String text) {
        String option() {
            return "--" + fact.key();
        }
    }

    private static final List<Help> FACTS = List.of(
            new Help(UserFact.GROUPS, "A,B", "Groups that the table of rights may name. An empty value takes"
                    + " these away, and likewise below."),
            new Help(UserFact.HOME, "PATH",
                    "The user's folder in the tree that is served; the root if it is not said."),
            new Help(UserFact.QUOTA, "SIZE",
                    "What may be in that folder in all, such as 1GiB; each file and folder counts 4 KiB or more."),
            new Help(UserFact.MAX_FILE, "SIZE", "What one file may have."),
            new Help(UserFact.SESSIONS, "N", "Log-ins and uploads at one time."),
            new Help(UserFact.EXPIRES, "YYYY-MM-DD", "The last day on which the user may log in."));

    /// What is kept of a password.
    private record Secrets(ScramKeys keys, Map<String, byte[]> verifiers) {}

    @Override
    public List<OptionSpec> options() {
        List<OptionSpec> options = new ArrayList<>();
        FACTS.forEach(each -> options.add(Command.value(each.option(), each.label(), each.text())));
        options.add(OptionSpec.builder(DIGEST).type(List.class).auxiliaryTypes(String.class).arity("1")
                .paramLabel("REALM")
                .description("Lets the user log in by HTTP's Digest in this realm too; for several, give"
                        + " it several times. Whoever reads the file can then do so as well.")
                .build());
        return options;
    }

    @Override
    public PasswdCommand.Work work(ParseResult arguments, Path file, String name) throws UsageException {
        checkName(name);
        boolean isAnonymous = name.equals(User.ANONYMOUS_NAME);
        boolean keeps = isAnonymous || arguments.hasMatchedOption(PasswdCommand.KEEP);
        List<String> realms = realms(arguments);
        Map<UserFact, String> facts = facts(arguments);
        if (isAnonymous && (!realms.isEmpty() || facts.containsKey(UserFact.EXPIRES))) {
            throw new UsageException(name + " is who has not logged in: "
                    + (realms.isEmpty() ? "--expires" : DIGEST) + " says nothing of him");
        }
        if (keeps && !realms.isEmpty()) {
            throw new UsageException(DIGEST + " needs the password; leave " + PasswdCommand.KEEP + " out");
        }
        if (keeps && facts.isEmpty()) {
            throw new UsageException((isAnonymous
                    ? name + " has no password; say"
                    : PasswdCommand.KEEP
                            + " changes nothing without")
                    + " one of " + FACTS.stream().map(Help::option)
                            .filter(option -> !isAnonymous || !option.equals("--expires"))
                            .collect(Collectors.joining(", ")));
        }
        UnaryOperator<VirtualUser> edit = user -> with(user, facts);
        return keeps
                ? streams -> keep(file, name, edit, streams)
                : streams -> put(file, name, edit, secrets(name, realms, streams), streams);
    }

    private static void checkName(String name) throws UsageException {
        try {
            UserNames.checkVirtual(name);
        } catch (IllegalArgumentException e) {
            throw PasswdCommand.wrongName(e, name);
        }
    }

    private static List<String> realms(ParseResult arguments) throws UsageException {
        List<String> realms = arguments.matchedOptionValue(DIGEST, List.of());
        try {
            realms.forEach(DigestVerifier::checkRealm);
            return realms;
        } catch (IllegalArgumentException e) {
            throw new UsageException(DIGEST + ": " + e.getMessage());
        }
    }

    private static Map<UserFact, String> facts(ParseResult arguments) throws UsageException {
        Map<UserFact, String> facts = new EnumMap<>(UserFact.class);
        for (Help each : FACTS) {
            Optional<String> value = PasswdCommand.value(arguments, each.option());
            if (value.isPresent()) {
                try {
                    each.fact().set(VirtualUser.named("anybody"), value.get());
                } catch (IllegalArgumentException e) {
                    throw new UsageException(each.option() + ": " + e.getMessage());
                }
                facts.put(each.fact(), value.get());
            }
        }
        return facts;
    }

    private static VirtualUser with(VirtualUser user, Map<UserFact, String> facts) {
        VirtualUser now = user;
        for (Map.Entry<UserFact, String> fact : facts.entrySet()) {
            now = fact.getKey().set(now, fact.getValue());
        }
        return now;
    }

    private Secrets secrets(String name, List<String> realms, Streams streams) throws UsageException {
        return password.ask(name, streams, typed -> {
            ScramKeys keys = ScramKeys.make(typed); // first, since it refuses what cannot be a password
            Map<String, byte[]> verifiers = new LinkedHashMap<>();
            realms.forEach(realm -> verifiers.put(realm, DigestVerifier.of(name, realm, typed)));
            return new Secrets(keys, verifiers);
        });
    }

    private static String keep(Path file, String name, UnaryOperator<VirtualUser> edit, Streams streams)
            throws IOException {
        VirtualUser now = new VirtualUsersFile(file).put(name, before -> {
            if (before.isEmpty() && !name.equals(User.ANONYMOUS_NAME)) {
                throw new UnsafeException("there is no " + name + " in it");
            }
            return edit.apply(before.orElseGet(() -> VirtualUser.named(name)));
        });
        return told(now, name + " is changed in " + file, streams);
    }

    private static String put(Path file, String name, UnaryOperator<VirtualUser> edit, Secrets secrets,
            Streams streams) throws IOException {
        List<VirtualUser> old = new ArrayList<>();
        VirtualUser now = new VirtualUsersFile(file).put(name, before -> {
            before.ifPresent(old::add);
            return edit.apply(before.orElseGet(() -> VirtualUser.named(name)))
                    .with(secrets.keys(), secrets.verifiers());
        });
        TreeSet<String> lost = new TreeSet<>();
        old.forEach(user -> lost.addAll(user.verifiers().keySet()));
        lost.removeAll(now.verifiers().keySet());
        if (!lost.isEmpty()) {
            streams.problem("warning: " + name + " cannot log in by Digest any more in "
                    + lost.stream().map(Printable::quoted).collect(Collectors.joining(", "))
                    + ": that was for the old password, and " + DIGEST + " makes it for the new one");
        }
        return told(now, old.isEmpty()
                ? name + " is added to " + file
                : "the password of " + name + " is changed in " + file, streams);
    }

    private static String told(VirtualUser user, String what, Streams streams) {
        if (user.user().limits().quota().isPresent() && user.user().home().equals("/")) {
            streams.problem("warning: without --home the quota of " + user.user().name()
                    + " counts the whole tree, which is walked through for that");
        }
        return user.told().isEmpty() ? what : what + ": " + user.told();
    }

    @Override
    public boolean remove(Path file, String name) throws IOException {
        return new VirtualUsersFile(file).remove(name);
    }

    @Override
    public String remedy() {
        return "let that one's group read it by chgrp and chmod 640, or everybody by chmod 644";
    }
}
