package medusa.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call of a method, its parameters checked against the table. Reactor thread only.
///
/// @param id of the request, to be told when something about it follows; null for a notification
record Call(Method method, Map<String, Object> params, MonitorSession session, Object id) {
    private static final int LONGEST_TOLD = 200;

    /// The parameters for the audit log; long ones are not worth keeping whole.
    String told() {
        StringBuilder told = new StringBuilder("{");
        params.forEach((name, value) -> {
            String text = String.valueOf(value);
            told.append(told.length() > 1 ? ", " : "").append(name).append('=')
                    .append(text.length() <= LONGEST_TOLD ? text : text.substring(0, LONGEST_TOLD) + "…");
        });
        return told.append('}').toString();
    }

    String text(String name) {
        return (String) params.get(name);
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(text(name));
    }

    boolean flag(String name, boolean standard) {
        return params.get(name) instanceof Boolean flag ? flag : standard;
    }

    boolean has(String name) {
        return params.get(name) != null;
    }

    /// @throws MonitorException if it is out of bounds
    long number(String name, long least, long most, long standard) throws MonitorException {
        if (!(params.get(name) instanceof Long number)) {
            return standard;
        }
        if (number < least || number > most) {
            throw method.param(name).wrong("a whole number from " + least + " to " + most, number);
        }
        return number;
    }

    /// @throws MonitorException if an element is no whole number, or there are more than `most`
    List<Long> numbers(String name, int most) throws MonitorException {
        List<?> list = (List<?>) params.get(name);
        List<Long> numbers = new ArrayList<>();
        for (Object element : list == null ? List.of() : list) {
            if (!(element instanceof Long number) || numbers.size() == most) {
                throw method.param(name).wrong("up to " + most + " whole numbers", element);
            }
            numbers.add(number);
        }
        return numbers;
    }

    @SuppressWarnings("unchecked") // what Json reads has texts as names
    Map<String, Object> table(String name) {
        return params.get(name) instanceof Map<?, ?> table ? (Map<String, Object>) table : Map.of();
    }

    /// One of the constants of an enum.
    ///
    /// @throws MonitorException if it is none of them
    <E extends Enum<E>> E word(String name, Class<E> type, E standard) throws MonitorException {
        String text = text(name);
        if (text == null) {
            return standard;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (Json.label(constant).equals(text)) {
                return constant;
            }
            words.add('"' + Json.label(constant) + '"');
        }
        throw method.param(name).wrong("one of " + String.join(", ", words), text);
    }
}
