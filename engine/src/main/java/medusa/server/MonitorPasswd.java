package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import medusa.auth.ScramKeys;
import medusa.metrics.Printable;
import medusa.monitor.MonitorUsers.User;
import medusa.monitor.Role;
import medusa.monitor.UsersFile;

/// What `medusa passwd` does with the monitor's users.
record MonitorPasswd(NewPassword password) implements PasswdCommand.Kind {
    private static final String ROLE = "--role";

    @Override
    public List<OptionSpec> options() {
        return List.of(Command.value(ROLE, "ROLE",
                "What the user may do at the monitor: view (look), manage (change what runs) or eval (run code,"
                        + " and so anything). A new user has view."));
    }

    @Override
    public PasswdCommand.Work work(ParseResult arguments, Path file, String name) throws UsageException {
        Optional<Role> role = role(arguments);
        UsersFile users = new UsersFile(file);
        if (!arguments.hasMatchedOption(PasswdCommand.KEEP)) {
            return streams -> told(users.put(name, role, password.ask(name, streams, ScramKeys::make)), file);
        }
        if (role.isEmpty()) {
            throw new UsageException(PasswdCommand.KEEP + " changes nothing without " + ROLE);
        }
        return _ -> told(users.put(name, role.get()), file);
    }

    private static String told(User user, Path file) {
        return user.name() + " may " + user.role().label() + " now, by " + file;
    }

    private static Optional<Role> role(ParseResult arguments) throws UsageException {
        Optional<String> label = PasswdCommand.value(arguments, ROLE);
        Optional<Role> role = label.flatMap(Role::of);
        if (label.isPresent() && role.isEmpty()) {
            throw new UsageException(ROLE + ": expected view, manage or eval, found " + Printable.quoted(label.get()));
        }
        return role;
    }

    @Override
    public boolean remove(Path file, String name) throws IOException {
        return new UsersFile(file).remove(name);
    }

    @Override
    public String remedy() {
        return "give it to that one by chown";
    }
}
