import Model

/// The fixed words and signs of mask expressions, and what people write instead.
enum MaskSpelling {
  /// The names that a mask can begin with, in the order in which messages list them.
  static let primitives = [
    "all", "none", "char_cnn", "encoder", "layers", "weights", "biases", "tower", "imp", "random", "file",
  ]

  /// The words for what parameters do.
  static let attributes = ParameterAttribute.allCases.map(\.keyName)

  /// One correct use of each primitive that takes arguments.
  static let examples = [
    "layers": "layers(1..2)", "tower": "tower(self)", "imp": "imp(self)",
    "random": "random(keep: 0.5, seed: 3)", "file": "file(\"masks.safetensors\", ner)",
  ]

  /// What signs of other languages mean here.
  static let signs = [
    "||": "|", "&&": "&", "+": "|", "*": "&", "!": "~", "\\": "-", "¬": "~", "∧": "&", "∨": "|",
  ]

  /// What words of other languages mean here.
  static let words = ["and": "&", "or": "|", "xor": "^", "not": "~", "minus": "-", "except": "-"]

  /// The operators, as messages list them.
  static let operators = "'|', '^', '-' or '&'"

  /// Whether `text` may name a task without quotes.
  static func isBareName(_ text: String) -> Bool {
    text.utf8.first != UInt8(ascii: "-") && !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      }
  }
}
