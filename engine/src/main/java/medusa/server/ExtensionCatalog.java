package medusa.server;

import java.util.List;
import java.util.Optional;

import medusa.http.ExtensionType;
import medusa.http.extension.AuthExtension;
import medusa.http.extension.CorsExtension;
import medusa.http.extension.FolderExtension;
import medusa.http.extension.HealthExtension;
import medusa.http.extension.MetricsExtension;
import medusa.http.extension.RateLimitExtension;
import medusa.http.extension.RedirectExtension;
import medusa.http.extension.SecurityHeadersExtension;
import medusa.http.extension.StatusExtension;
import medusa.http.extension.UploadExtension;
import medusa.http.extension.VirtualHostExtension;

/// The types of extensions that a configuration can ask for.
///
/// @param types by name
record ExtensionCatalog(List<ExtensionType<?>> types) {

    /// @param types copied
    ExtensionCatalog {
        types = List.copyOf(types);
    }

    /// Those that come with Medusa.
    static ExtensionCatalog builtIn() {
        return new ExtensionCatalog(List.of(AuthExtension.TYPE, CorsExtension.TYPE, FolderExtension.TYPE,
                HealthExtension.TYPE,
                MetricsExtension.TYPE, RateLimitExtension.TYPE, RedirectExtension.TYPE, SecurityHeadersExtension.TYPE,
                StatusExtension.TYPE, UploadExtension.TYPE, VirtualHostExtension.TYPE));
    }

    Optional<ExtensionType<?>> type(String name) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
