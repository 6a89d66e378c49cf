package medusa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/// What `rfc-compliance.md` says is proven has a test: every class, method and case that it names exists.
class RfcComplianceTest {
    private static final Pattern METHOD = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z]\\w*Test\\b");
    private static final Pattern CASE = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern REQUIREMENT = Pattern.compile("\\| ([0-9.]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Set<String> TEST = Set.of("Test", "ParameterizedTest", "Property");

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("rfc-compliance.md"));
    }

    private static Map<String, String> testClasses() throws Exception {
        Path top = Path.of(RfcComplianceTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, String> names = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            files.map(file -> top.relativize(file).toString()).filter(name -> name.endsWith("Test.class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.').replace('\\', '.'))
                    .forEach(name -> names.put(name.substring(name.lastIndexOf('.') + 1), name));
        }
        return names;
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> TEST.contains(annotation.annotationType().getSimpleName()));
    }

    @Test
    void everyTestThatItNamesExists() throws Exception {
        Map<String, String> classes = testClasses();
        Map<String, Set<String>> methods = new TreeMap<>();
        for (Map.Entry<String, String> entry : classes.entrySet()) {
            Set<String> tests = new TreeSet<>();
            Arrays.stream(Class.forName(entry.getValue()).getDeclaredMethods()).filter(RfcComplianceTest::isTest)
                    .forEach(method -> tests.add(method.getName()));
            methods.put(entry.getKey(), tests);
        }
        List<String> missing = new ArrayList<>();
        for (String line : lines()) {
            CLASS.matcher(line).results().map(found -> found.group()).filter(name -> !classes.containsKey(name))
                    .forEach(missing::add);
            METHOD.matcher(line).results()
                    .filter(found -> !methods.getOrDefault(found.group(1), Set.of()).contains(found.group(2)))
                    .forEach(found -> missing.add(found.group()));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRequirementNamesATest() throws IOException {
        int requirements = 0;
        for (String line : lines()) {
            Matcher requirement = REQUIREMENT.matcher(line);
            if (requirement.matches()) {
                requirements++;
                assertThat(METHOD.matcher(requirement.group(3)).find()).as(line).isTrue();
            }
        }
        assertThat(requirements).isGreaterThan(120);
    }

    @Test
    void everyCaseThatItNamesExists() throws IOException {
        Set<String> cases = new TreeSet<>(
                Files.readAllLines(Path.of("src/test/resources/medusa/http/smuggling.txt")));
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : lines()) {
            Matcher requirement = REQUIREMENT.matcher(line);
            if (requirement.matches() && requirement.group(3).contains("SmugglingTest.whole")) {
                List<String> names = CASE.matcher(requirement.group(3)).results().map(found -> found.group(1)).toList();
                assertThat(names).as(line).isNotEmpty();
                named += names.size();
                names.stream().filter(name -> !cases.contains(name)).forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(50);
    }
}
