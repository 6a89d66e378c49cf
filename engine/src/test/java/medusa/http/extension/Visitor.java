package medusa.http.extension;

import java.util.List;
import java.util.Set;

import medusa.auth.User;
import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// Stands in front of the extensions that a test is about, and lets it be whoever it likes to be.
final class Visitor implements Extension {
    volatile User user = User.ANONYMOUS;
    volatile boolean offersLogin;
    volatile boolean offersUploads;
    /// The status with which every PUT is refused; 0 for none.
    volatile int refusal;
    /// How many are refused before the others are let through.
    volatile int refusals = Integer.MAX_VALUE;

    /// @param name `-` for nobody
    static User user(String name) {
        return name.equals("-") ? User.ANONYMOUS : new User(name, Set.of(), "/", User.Limits.NONE);
    }

    @Override
    public boolean match(HttpRequest request) {
        request.user(user);
        if (offersLogin) {
            request.offerLogin(List.of("Basic realm=\"test\""));
        }
        if (offersUploads) {
            request.attach(new UploadOffer());
        }
        return refusal != 0 && request.method().equals("PUT") && refusals-- > 0;
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        throw new HttpException(refusal, "As the test wants it.").with("Retry-After", "1");
    }
}
