package io.samegate.systemtests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A kubectl on this machine: Debian's, or one of those on the {@code PATH}. {@code minor} is the NN of its version 1.NN. */
record KubectlProgram(Path path, int minor) {

    private static final int OLD = 20;
    /** The oldest of the newer generation, of which every program runs every test. */
    private static final int NEW = 32;

    private static final Pattern NAME = Pattern.compile("kubectl(\\.1\\.\\d+)?");
    private static final Pattern VERSION = Pattern.compile("\"gitVersion\": *\"v1\\.(\\d+)\\.");
    private static final Path FETCH = Samegate.ROOT.resolve("system-tests/get-kubectl");
    private static final Path FETCHED = Samegate.ROOT.resolve("system-tests/target/kubectl/usr/bin/kubectl");

    /**
     * One of each generation that matters: 1.20, fetched when it is not there, and each version from 1.32 on.
     *
     * @throws AssertionError when a generation is missing, for then something would go untested
     */
    static List<KubectlProgram> generations() {
        return Stream.concat(Stream.of(debian()), newer().stream()).toList();
    }

    /** Those from 1.32 on, for commands that older ones do not have. */
    static List<KubectlProgram> newer() {
        List<KubectlProgram> newer =
                onThePath().stream().filter(program -> program.minor() >= NEW).toList();
        if (newer.isEmpty()) {
            throw new AssertionError("no kubectl of version 1." + NEW
                    + " or later on the PATH: install one, the tests need it (see system-tests/README.md)");
        }
        return newer;
    }

    /** Every version there is on this machine, once. */
    static List<KubectlProgram> all() {
        Map<Integer, KubectlProgram> byVersion = new TreeMap<>();
        onThePath().forEach(program -> byVersion.put(program.minor(), program));
        generations().forEach(program -> byVersion.put(program.minor(), program));
        return List.copyOf(byVersion.values());
    }

    boolean isOld() {
        return minor <= OLD;
    }

    @Override
    public String toString() {
        return "kubectl 1." + minor;
    }

    private static KubectlProgram debian() {
        if (!Files.isExecutable(FETCHED)) {
            Command.Result fetched = Command.of(List.of(FETCH.toString())).run();
            if (fetched.exitCode() != 0) {
                throw new AssertionError("kubectl 1." + OLD + " is not there and cannot be fetched; " + FETCH
                        + " needs apt-get and dpkg-deb:\n" + fetched.all());
            }
        }
        return of(FETCHED);
    }

    /** Those in the folders of the PATH and, since a kubectl may be a front of several, beside what they link to. */
    private static List<KubectlProgram> onThePath() {
        Map<Integer, KubectlProgram> byVersion = new TreeMap<>();
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .flatMap(kubectl -> besides(kubectl).stream())
                .distinct()
                .map(KubectlProgram::of)
                .forEach(program -> byVersion.putIfAbsent(program.minor(), program));
        return List.copyOf(byVersion.values());
    }

    private static List<Path> besides(Path kubectl) {
        try {
            Path real = kubectl.toRealPath();
            List<Path> all = new ArrayList<>(List.of(real));
            try (Stream<Path> siblings = Files.list(real.getParent())) {
                siblings.filter(sibling ->
                                NAME.matcher(sibling.getFileName().toString()).matches())
                        .filter(Files::isExecutable)
                        .sorted()
                        .forEach(all::add);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KubectlProgram of(Path path) {
        String version = Command.of(List.of(path.toString(), "version", "--client", "-o", "json"))
                .run()
                .mustSucceed()
                .output();
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.find()) {
            throw new AssertionError(path + " does not tell its version: " + version);
        }
        return new KubectlProgram(path, Integer.parseInt(matcher.group(1)));
    }
}
