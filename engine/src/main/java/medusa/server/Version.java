package medusa.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// Which Medusa this is.
final class Version {
    private Version() {}

    /// The version that the build wrote, or `development` where no build has.
    static String current() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // then the fallback has to do
        }
        String version = properties.getProperty("version", "");
        return version.isEmpty() || version.startsWith("${") ? "development" : version;
    }
}
