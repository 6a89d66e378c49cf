package medusa.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One extension as a configuration asks for it.
///
/// @param name     unique among its neighbours
/// @param settings of the type's record
/// @param written  the table from which it was made, without `type`, `name` and `enabled`: what another version of the type
///                 is given when it takes over
/// @param types    its own, and those of the blocks within its settings
public record ExtensionBlock(ExtensionType<?> type, String name, boolean enabled, Record settings,
        Map<String, Object> written, List<ExtensionType<?>> types) {

    /// @param written copied
    /// @param types   copied
    public ExtensionBlock {
        written = Map.copyOf(written);
        types = List.copyOf(types);
    }

    /// Whether both ask for the same, in the same words, of the very same types. The settings are not compared: they may be a
    /// record of a JAR, and Java keeps what it makes to compare records for as long as there is memory, and with it the class
    /// loader of a JAR that has been exchanged long ago.
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ExtensionBlock block) || !name.equals(block.name) || enabled != block.enabled
                || !written.equals(block.written) || types.size() != block.types.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) != block.types.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, enabled, written);
    }

    /// The same one, whether it is enabled or not.
    public ExtensionBlock enabled(boolean whether) {
        return new ExtensionBlock(type, name, whether, settings, written, types);
    }

    /// Makes the extension.
    ///
    /// @throws Exception whose message tells an administrator what is wrong
    public Extension create(ExtensionContext context) throws Exception {
        return create(type, context);
    }

    private <S extends Record> Extension create(ExtensionType<S> of, ExtensionContext context) throws Exception {
        return of.create(of.settings().cast(settings), context);
    }
}
