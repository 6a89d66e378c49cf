package medusa.http;

/// One extension as a configuration asks for it.
///
/// @param name     unique among its neighbours
/// @param settings of the type's record
public record ExtensionBlock(ExtensionType<?> type, String name, boolean enabled, Record settings) {

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
