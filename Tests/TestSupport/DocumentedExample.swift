/// A fenced block of a documentation text: what it is written in and whether it is said to be right.
package struct DocumentedExample: Sendable, Equatable {
  /// What a text says of an example.
  package enum Verdict: String, Sendable { case right, wrong }

  /// The first word after the fence, such as `yaml`.
  package let language: String

  /// The words after the language.
  package let attributes: [String]

  /// The lines between the fences.
  package let lines: [String]

  package var verdict: Verdict? { attributes.first.flatMap(Verdict.init) }

  package var text: String { lines.map { $0 + "\n" }.joined() }

  /// The examples in the Markdown `text`, in order.
  package static func all(in text: String) -> [DocumentedExample] {
    var examples: [DocumentedExample] = []
    var opening: [String]?
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        if let words = opening {
          examples.append(
            DocumentedExample(language: words.first ?? "", attributes: Array(words.dropFirst()), lines: lines))
          (opening, lines) = (nil, [])
        } else {
          opening = line.dropFirst(3).split(separator: " ").map(String.init)
        }
      } else if opening != nil {
        lines.append(line)
      }
    }
    return examples
  }
}

extension DocumentedExample {
  /// The example's characters as they are meant: `<U+2028>` stands for that character, which cannot be seen.
  package var characters: String {
    text.replacing(/<U\+([0-9A-F]{4,6})>/) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.0)
    }
  }

  /// The files of the example by name, the specification first; a line such as `# base.yaml` begins another file.
  package var files: [(name: String, text: String)] {
    var files: [(name: String, text: String)] = []
    for line in characters.split(separator: "\n", omittingEmptySubsequences: false) {
      if let name = line.wholeMatch(of: /# (\w+\.yaml)/)?.1 {
        files.append((String(name), ""))
      } else {
        if files.isEmpty { files.append(("example.yaml", "")) }
        files[files.count - 1].text += line + "\n"
      }
    }
    return files
  }
}
