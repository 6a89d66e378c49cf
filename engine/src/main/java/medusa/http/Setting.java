package medusa.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a component of a record of settings is for, and its default. Configurations are read, and forms and documentation
/// made, from that.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /// In a sentence or two: what it does, and why one would change it.
    String about();

    /// The value where none is set, written as in TOML: `"\"/status\""`, `"5"`, `"[]"`. Empty if it must be set; an
    /// [java.util.Optional] need not be in any case.
    String standard() default "";
}
