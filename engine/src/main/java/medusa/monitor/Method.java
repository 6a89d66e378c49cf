package medusa.monitor;

import java.util.List;
import java.util.Map;

import medusa.metrics.Printable;

/// One method of the protocol: everything that is the same for all of them (who may, which parameters, what the page says) is
/// looked up here.
///
/// @param role    who may call it; null for whoever is connected
/// @param about   what it does and answers, in a sentence or two
/// @param handler does it
record Method(String name, Role role, String about, List<Param> params, Handler handler) {

    /// What a method does. Reactor thread.
    @FunctionalInterface
    interface Handler {
        /// @return the result (see [Json]), or a [java.util.concurrent.CompletionStage] of it, whichever thread completes that
        Object handle(Call call) throws Exception;
    }

    Method {
        params = List.copyOf(params);
    }

    /// Whether a call is noted in the audit log, where snippets have entries of their own.
    boolean isChange() { return role == Role.MANAGE || role == Role.EVAL && name.startsWith("extensions."); }

    /// @throws MonitorException if `given` has a parameter that is not known, or lacks one, or has a wrong one
    void check(Map<String, Object> given) throws MonitorException {
        for (String name : given.keySet()) {
            if (params.stream().noneMatch(param -> param.name().equals(name))) {
                throw new MonitorException(Fault.INVALID_PARAMS,
                        "params: %s has no parameter \"%s\"; %s".formatted(this.name,
                                Printable.shortened(name),
                                params.isEmpty()
                                        ? "it takes none"
                                        : "it takes " + String.join(", ", params.stream().map(Param::name).toList())));
            }
        }
        for (Param param : params) {
            param.check(given.get(param.name()));
        }
    }

    Param param(String name) {
        return params.stream().filter(param -> param.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this.name + " has no parameter " + name));
    }
}
