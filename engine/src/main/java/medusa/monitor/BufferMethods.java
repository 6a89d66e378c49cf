package medusa.monitor;

import static medusa.monitor.Param.optional;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import medusa.metrics.ByteSize;
import medusa.reactor.AddressRange;
import medusa.reactor.Addresses;
import medusa.reactor.BufferPolicy;
import medusa.reactor.BufferPolicy.Bounds;
import medusa.reactor.Channel;
import medusa.reactor.ChannelSnapshot;
import medusa.reactor.ReactorSnapshot;

/// `buffers.list` and `buffers.set`.
final class BufferMethods {
    private static final int LARGEST = 1 << 30;
    private static final int MOST_RULES = 100;
    private static final int LARGEST_HOLDERS = 10;

    private final ServerView view;
    private final Pictures pictures;
    private final Executor worker;

    BufferMethods(ServerView view, Pictures pictures, Executor worker) {
        this.view = view;
        this.pictures = pictures;
        this.worker = worker;
    }

    /// @param from   an address range, or null
    /// @param suffix the end of host names, or null
    private record Rule(String from, String suffix, int floor, int ceiling) {}

    private record Policy(int floor, int ceiling, List<Rule> rules) {}

    /// What a connection holds: unread input, and output at hand.
    private record Holder(long id, String peer, int held, int inSize, int outSize) {}

    List<Method> methods() {
        return List.of(
                new Method("buffers.list", Role.VIEW,
                        "The pool of buffers, the bounds and rules of each part's connections, how many connections work with"
                                + " which size, and those that hold most. All in bytes.",
                        List.of(), call -> list()),
                new Method("buffers.set", Role.MANAGE,
                        "Changes bounds: of one connection, or of a part's connections, those that stand and those to come,"
                                + " until the configuration is read again. Equal ones fix the size.",
                        List.of(optional("connection", Param.Type.NUMBER, "the number of one"),
                                optional("part", Param.Type.TEXT,
                                        "`http`, …; without `connection` and `part` all parts"),
                                optional("floor", Param.Type.NUMBER, "512 or more; as it was"),
                                optional("ceiling", Param.Type.NUMBER, "not below the floor; as it was"),
                                optional("rules", Param.Type.LIST,
                                        "objects with `from` (an address range) or `suffix` (of a host name), `floor` and"
                                                + " `ceiling`, the first that fits counts; as they were")),
                        this::set));
    }

    private CompletableFuture<Map<String, Object>> list() {
        Map<String, Policy> policies = new LinkedHashMap<>();
        view.buffers().policies().forEach((part, policy) -> policies.put(part, told(policy)));
        return pictures.latest().thenApplyAsync(picture -> picture(picture.reactor(), policies), worker);
    }

    private static Map<String, Object> picture(ReactorSnapshot reactor, Map<String, Policy> policies) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        reactor.channels().forEach(channel -> {
            sizes.merge(channel.inSize(), 1, Integer::sum);
            sizes.merge(channel.outSize(), 1, Integer::sum);
        });
        List<Holder> holders = reactor.channels().stream().filter(channel -> held(channel) > 0)
                .sorted(Comparator.comparingInt(BufferMethods::held).reversed()).limit(LARGEST_HOLDERS)
                .map(channel -> new Holder(channel.id(), Addresses.text(channel.peer()), held(channel),
                        channel.inSize(), channel.outSize()))
                .toList();
        Map<String, Object> picture = new LinkedHashMap<>();
        picture.put("pool", reactor.pool());
        picture.put("policies", policies);
        picture.put("sizes", sizes);
        picture.put("holders", holders);
        return picture;
    }

    private static int held(ChannelSnapshot channel) {
        return channel.unread() + channel.queued();
    }

    private static Policy told(BufferPolicy policy) {
        List<Rule> rules = policy.rules().stream()
                .map(rule -> new Rule(rule.range() == null ? null : rule.range().toString(), rule.suffix(),
                        rule.bounds().floor(), rule.bounds().ceiling()))
                .toList();
        return new Policy(policy.bounds().floor(), policy.bounds().ceiling(), rules);
    }

    private Map<String, Object> set(Call call) throws MonitorException {
        if (call.has("connection")) {
            if (call.has("part") || call.has("rules") || !call.has("floor") || !call.has("ceiling")) {
                throw new MonitorException(Fault.INVALID_PARAMS,
                        "params: with connection, give floor and ceiling and nothing else");
            }
            long id = call.number("connection", 1, Long.MAX_VALUE, 0);
            Channel one = view.reactor().channels().stream().filter(channel -> channel.id() == id).findFirst()
                    .orElseThrow(() -> new MonitorException(Fault.NOT_FOUND, "there is no connection " + id));
            one.bufferBounds(bounds(call, null));
            return Map.of();
        }
        Map<String, BufferPolicy> policies = view.buffers().policies();
        List<String> parts = call.has("part") ? List.of(call.text("part")) : List.copyOf(policies.keySet());
        for (String part : parts) {
            BufferPolicy policy = policies.get(part);
            if (policy == null) {
                throw new MonitorException(Fault.NOT_FOUND, "no listener of " + part + " is open");
            }
            view.buffers().set(part, new BufferPolicy(bounds(call, policy.bounds()),
                    call.has("rules") ? rules(call) : policy.rules()));
        }
        return Map.of();
    }

    private static Bounds bounds(Call call, Bounds before) throws MonitorException {
        return bounds(call.method().param("floor"),
                call.number("floor", 512, LARGEST, before == null ? 0 : before.floor()),
                call.number("ceiling", 512, LARGEST, before == null ? 0 : before.ceiling()));
    }

    private static Bounds bounds(Param named, long floor, long ceiling) throws MonitorException {
        if (floor > ceiling) {
            throw named.wrong("a floor not above the ceiling " + new ByteSize(ceiling), floor);
        }
        return new Bounds((int) floor, (int) ceiling);
    }

    private static List<BufferPolicy.Rule> rules(Call call) throws MonitorException {
        Param param = call.method().param("rules");
        List<BufferPolicy.Rule> rules = new ArrayList<>();
        for (Object element : (List<?>) call.params().get("rules")) {
            if (!(element instanceof Map<?, ?> rule) || rules.size() == MOST_RULES
                    || !(rule.get("floor") instanceof Long floor) || !(rule.get("ceiling") instanceof Long ceiling)
                    || floor < 512 || ceiling > LARGEST
                    || rule.get("from") instanceof String == rule.get("suffix") instanceof String) {
                throw param.wrong("up to " + MOST_RULES
                        + " objects with from or suffix, a floor from 512, and a ceiling up to 1 GiB", element);
            }
            try {
                rules.add(new BufferPolicy.Rule(
                        rule.get("from") instanceof String from ? AddressRange.parse(from) : null,
                        rule.get("suffix") instanceof String suffix ? suffix : null,
                        bounds(param, floor, ceiling)));
            } catch (IllegalArgumentException e) {
                throw new MonitorException(Fault.INVALID_PARAMS, "params.rules: " + e.getMessage());
            }
        }
        return rules;
    }
}
