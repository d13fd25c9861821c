package dev.watchparty.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A Dockerfile as instructions; lines that go on are joined, comments left out.
///
/// @param path below the top of the project
record Dockerfile(String path, List<Instruction> instructions) {

    record Instruction(String name, String arguments) {}

    static Dockerfile of(String path) {
        List<Instruction> instructions = new ArrayList<>();
        String text = Project.text(path).replaceAll("\\\\\\n\\s*", " ");
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\s+", 2);
                instructions.add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(path, List.copyOf(instructions));
    }

    /// Arguments of each instruction of that name.
    List<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::arguments)
                .toList();
    }

    /// The same for the stage that becomes the image.
    List<String> ofImage(String name) {
        int last = 0;
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i).name().equals("FROM")) {
                last = i;
            }
        }
        return new Dockerfile(path, instructions.subList(last, instructions.size())).all(name);
    }

    /// Sources of the image's `COPY` instructions from another stage.
    Stream<String> copiedFrom(String stage) {
        return ofImage("COPY").stream()
                .filter(copy -> copy.startsWith("--from=" + stage + " "))
                .map(copy -> copy.split(" ", -1)[1]);
    }

    /// Sources of all `COPY` instructions from the folder that the image is built from.
    Stream<String> copiedFromContext() {
        return all("COPY").stream().filter(copy -> !copy.startsWith("--from=")).flatMap(copy -> {
            String[] words = copy.split(" ", -1);
            return Arrays.stream(words, 0, words.length - 1);
        });
    }

    /// The image's program and its arguments.
    List<String> entrypoint() {
        String json = ofImage("ENTRYPOINT").getLast();
        return Stream.of(json.substring(1, json.length() - 1).split(", ?", -1))
                .map(word -> word.substring(1, word.length() - 1))
                .toList();
    }
}
