package medusa.interpreter;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;

/// Where JShell has its snippets run: in this process, on the thread that an [Evaluation] says. What JShell weaves into them
/// reads a flag of the session; the flag's class comes to be only within JShell's own `invoke`, so that is kept, and given a
/// method that leads the snippet to its thread.
final class SnippetControl extends LocalExecutionControl {
    private static final Logger log = LoggerFactory.getLogger(SnippetControl.class);
    private static final String FLAG_CLASS = "REPL.$Cancel$";
    private static final String FLAG = "allStop";
    /// What [#detour] does, inherited by the thread that JShell starts for it.
    private static final InheritableThreadLocal<Detour> DETOUR = new InheritableThreadLocal<>();
    private static final Method TO_DETOUR = toDetour();

    private interface Detour {
        void go() throws Exception;
    }

    /// The flag of this session. Lowered again as soon as a snippet has ended: an extension that the session has installed
    /// reads it too, with every request.
    private final class SessionFlag implements Stages.Flag {
        @Override
        public void raise() {
            try {
                stop();
            } catch (EngineTerminationException | InternalException e) {
                log.error("the flag that ends a snippet cannot be raised", e);
            }
        }

        @Override
        public void lower() {
            try {
                Field flag = findClass(FLAG_CLASS).getField(FLAG);
                flag.set(null, false);
            } catch (ReflectiveOperationException e) {
                log.error("the flag that ends snippets stays raised", e);
            }
        }
    }

    private final Stages.Flag flag = new SessionFlag();
    private Evaluation evaluation;
    private Run run;
    private String internal;

    SnippetControl(ClassLoader parent) {
        super(parent);
    }

    private static Method toDetour() {
        try {
            Method method = SnippetControl.class.getDeclaredMethod("detour");
            method.setAccessible(true); // for JShell, which is another module
            return method;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /// On the thread that JShell starts for every snippet.
    private static void detour() throws Exception {
        Detour detour = DETOUR.get();
        DETOUR.remove(); // nothing is inherited further
        detour.go();
    }

    /// What comes next belongs to `next`.
    ///
    /// @param next null for what the session itself declares: that runs on the compiler's side
    void serve(Evaluation next) {
        evaluation = next;
        run = null;
        internal = null;
    }

    /// The last snippet that has run since [#serve], or null.
    Run run() {
        return run;
    }

    /// Why JShell could not run it, though it compiled; or null.
    String internal() {
        return internal;
    }

    @Override
    public String invoke(String type, String method)
            throws RunException, InternalException, EngineTerminationException {
        try {
            return super.invoke(type, method);
        } catch (InternalException e) { // JShell itself keeps it secret
            internal = e.getMessage();
            throw e;
        }
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        Evaluation served = evaluation;
        if (served == null) {
            detour(() -> snippet.invoke(null));
            return "";
        }
        Run one = served.run(snippet, flag, LocalExecutionControl::valueString);
        run = one;
        detour(() -> one.on(served.place()));
        if (one.failure() != null) {
            throw one.failure();
        }
        if (one.interrupted()) {
            throw new StoppedException();
        }
        return one.text();
    }

    private void detour(Detour detour) throws Exception {
        DETOUR.set(detour);
        try {
            super.invoke(TO_DETOUR);
        } finally {
            DETOUR.remove();
        }
    }

    @Override
    public String varValue(String type, String name) throws InternalException {
        throw new ExecutionControl.InternalException("values are had by running a snippet");
    }
}
