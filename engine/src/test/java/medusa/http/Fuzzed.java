package medusa.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/// A property that meets as many generated inputs as `medusa.fuzz.inputs` says, which the profile `nightly` raises. It says
/// how many there were, and from which seed.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@AddLifecycleHook(Fuzzed.Tries.class)
@interface Fuzzed {
    /// One input for so many of the setting, for a property that takes longer.
    int oneIn() default 1;

    /// Sets the number of tries.
    final class Tries implements AroundPropertyHook {
        private static final int INPUTS = Integer.getInteger("medusa.fuzz.inputs", 50_000);

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            int oneIn = context.findAnnotation(Fuzzed.class).orElseThrow().oneIn();
            context.attributes().setTries(Math.max(1, INPUTS / oneIn));
            PropertyExecutionResult result = property.execute();
            System.out.printf("%s.%s: %,d generated inputs, seed %s: %s%n", context.containerClass().getSimpleName(),
                    context.targetMethod().getName(), result.countTries(), result.seed().orElse("none"),
                    result.status());
            return result;
        }

        @Override
        public int aroundPropertyProximity() {
            return -100; // outside of what generates
        }
    }
}
