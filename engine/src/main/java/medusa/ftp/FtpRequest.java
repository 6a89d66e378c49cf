package medusa.ftp;

import java.util.Optional;

import medusa.filesystem.VirtualPath;
import medusa.reactor.Reactor;

/// One command that a client has given. It is answered by exactly one reply of 200 or above, before which there may be
/// preliminary ones; the next command in turn waits for that. Reactor thread only, but for the step of [#work].
public final class FtpRequest {
    private final FtpSession session;
    private final FtpCommand command;
    private final String argument;
    private final Object begun;
    /// The one that this is a part of; null for none.
    private FtpRequest outer;
    private boolean answered;
    private Runnable interruption = () -> {};
    private Runnable desertion = () -> {};

    /// What is done on a worker.
    @FunctionalInterface
    public interface Step {
        /// May block. Touches nothing that is the reactor's.
        ///
        /// @return the reply
        /// @throws Exception as [FtpCommand.Handler#handle]
        FtpReply run() throws Exception;
    }

    /// @param argument empty for none
    /// @param begun    what the command before has begun; null for nothing
    FtpRequest(FtpSession session, FtpCommand command, String argument, Object begun) {
        this.session = session;
        this.command = command;
        this.argument = argument;
        this.begun = begun;
    }

    /// Whose command it is.
    public FtpSession session() {
        return session;
    }

    /// Its row.
    public FtpCommand command() {
        return command;
    }

    /// What stands behind the command and one space, exactly; a character for each byte. Empty if there is nothing.
    public String argument() {
        return argument;
    }

    /// Its argument as a path, from the current folder.
    ///
    /// @throws FtpException if it is none
    public VirtualPath path() throws FtpException {
        return session.resolve(argument);
    }

    /// Its argument as the path of a file: with a slash at its end it can be no file's.
    ///
    /// @throws FtpException if it is none
    public VirtualPath file() throws FtpException {
        requireFileName();
        return path();
    }

    /// Makes sure that its argument could be a file's path. Any thread.
    void requireFileName() throws FtpException {
        if (argument.endsWith("/")) {
            throw new FtpException(550, "The name of a file has no slash at its end.");
        }
    }

    /// What the command right before this one has begun by [FtpSession#begin], if it is of this kind.
    public <T> Optional<T> begun(Class<T> kind) {
        return kind.isInstance(begun) ? Optional.of(kind.cast(begun)) : Optional.empty();
    }

    Object begun() {
        return begun;
    }

    /// Answers.
    ///
    /// @throws IllegalStateException if it has been answered
    public void reply(int code, String text) {
        reply(FtpReply.of(code, text));
    }

    /// Answers.
    ///
    /// @throws IllegalStateException if it has been answered
    public void reply(FtpReply reply) {
        if (answered) {
            throw new IllegalStateException("two answers to " + command.name() + ": " + reply);
        }
        answered = !reply.isPreliminary();
        if (outer != null) {
            outer.reply(reply);
            return;
        }
        session.channel().say(reply);
        if (answered) {
            session.channel().answered(this);
        }
    }

    /// Answers, and ends the connection: what the client has sent behind this command is not done.
    void leave(FtpReply... last) {
        answered = true;
        session.channel().leave(last);
    }

    /// Answers with why it could not be done.
    ///
    /// @param why anything; what the client has no part in goes to the log
    public void fail(Throwable why) {
        reply(Refusals.of(why, this));
    }

    /// Whether it has been answered.
    public boolean isAnswered() { return answered; }

    /// What is done when the client wants this to end, or is gone: it sees to it that the answer comes soon.
    public void whenInterrupted(Runnable then) {
        interruption = then;
        if (outer != null) {
            outer.interruption = then;
        }
    }

    /// What is done when the client has ended his side of the control connection, and not by QUIT: it may be that he only reads on.
    void whenDeserted(Runnable then) {
        desertion = then;
        if (outer != null) {
            outer.desertion = then;
        }
    }

    void desert() {
        desertion.run();
    }

    void interrupt() {
        interruption.run();
    }

    /// Has another row do it, with what is left of the argument: its own conditions hold too.
    void passTo(FtpCommand row, String rest) throws Exception {
        FtpRequest inner = new FtpRequest(session, row, rest, begun);
        inner.outer = this;
        inner.handle();
    }

    /// Has it done, if it may be done at all.
    void handle() throws Exception {
        if (session.isLoggedIn() && !session.isStillWelcome()) {
            leave(FtpReply.of(421, "This user is not welcome any more; goodbye."));
            return;
        }
        if (command.needsLogin() && !session.isLoggedIn()) {
            throw new FtpException(530, "Please log in with USER and PASS.");
        }
        if (command.argument() == FtpCommand.Argument.REQUIRED && argument.isEmpty()
                || command.argument() == FtpCommand.Argument.NONE && !argument.isBlank()) {
            String prefix = outer == null ? "" : outer.command.name() + ' ';
            throw new FtpException(501, "This is how it is used: " + prefix + command.usage());
        }
        if (command.right().isPresent()
                && !session.tree().allows(session.user(), command.right().get(), path())) {
            throw new FtpException(550, "Permission denied.");
        }
        command.handle(this);
    }

    /// Does something that may block but does not take long, and answers with what comes of it, or that too many wait. It is done also
    /// for a client who has gone meanwhile.
    public void work(Step step) {
        work(step, () -> {});
    }

    /// The same.
    ///
    /// @param done run on the reactor thread before the answer, if nothing has failed
    public void work(Step step, Runnable done) {
        try {
            session.server().workers().begin(session, () -> run(step, done));
        } catch (FtpException e) {
            fail(e);
        }
    }

    private void run(Step step, Runnable done) {
        Reactor home = session.server().reactor();
        try {
            FtpReply answer = step.run();
            home.execute(() -> {
                done.run();
                reply(answer);
            });
        } catch (Throwable e) { // whatever it is, it is answered
            home.execute(() -> fail(e));
        }
    }
}
