/// Sentences that can be written in several formats of corpora.
package struct CorpusText: Sendable {
  /// A token and its labels, in the order of `layers`.
  package struct Token: Sendable {
    package let text: String
    package let labels: [String]

    package init(_ text: String, labels: [String]) {
      self.text = text
      self.labels = labels
    }
  }

  /// The names of the labels.
  package let layers: [String]
  package let sentences: [[Token]]

  package init(layers: [String], sentences: [[Token]]) {
    precondition(sentences.joined().allSatisfy { $0.labels.count == layers.count }, "a token misses labels")
    self.layers = layers
    self.sentences = sentences
  }

  /// The sentences numbered `range` alone.
  package subscript(range: Range<Int>) -> CorpusText { CorpusText(layers: layers, sentences: Array(sentences[range])) }

  /// The distinct labels of each layer, in the reverse order of their bytes. Labels differ where their bytes do.
  package var labelNames: [[String]] {
    layers.indices.map { layer in
      Set(sentences.joined().map { Array($0.labels[layer].utf8) }).sorted { $1.lexicographicallyPrecedes($0) }.map {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }

  /// One token a line, its columns separated by blanks. Requires: no text has blanks.
  package var inBlanks: String {
    sentences.map { sentence in
      sentence.map { ([$0.text] + $0.labels).joined(separator: " ") + "\n" }.joined()
    }.joined(separator: "\n")
  }

  /// One token a line, after its number, and a comment before each sentence; CRLF ends the lines.
  package var inTabs: String {
    sentences.enumerated().map { number, sentence in
      let lines = sentence.enumerated().map { index, token in
        "\(index + 1)\t" + ([token.text] + token.labels).joined(separator: "\t") + "\r\n"
      }
      return "# sentence \(number)\r\n" + lines.joined()
    }.joined(separator: "\r\n")
  }

  /// CoNLL-U with comments, ranges of words and empty nodes; labels are attributes in MISC. Requires: no label has a
  /// vertical bar.
  package var inCoNLLU: String {
    sentences.enumerated().map { number, sentence in
      let words = sentence.enumerated().map { index, token in
        let id = index + 1
        let misc = zip(layers, token.labels).map { "\($0)=\($1)" }.joined(separator: "|")
        let range =
          index % 3 == 1 && id < sentence.count ? Self.line("\(id)-\(id + 1)", token.text + "x", misc: "_") : ""
        let emptyNode = index % 4 == 0 ? Self.line("\(id).1", "y", misc: "_") : ""
        return range + Self.line("\(id)", token.text, misc: misc) + emptyNode
      }
      return "# sent_id = \(number)\n# text = \(sentence.map(\.text).joined(separator: " "))\n" + words.joined() + "\n"
    }.joined()
  }

  private static func line(_ id: String, _ form: String, misc: String) -> String {
    ([id, form] + [String](repeating: "_", count: 7) + [misc]).joined(separator: "\t") + "\n"
  }

  /// A JSON object for each sentence, with its `tokens` and a field for each layer.
  package var inJSON: String { json { _, label in Self.quoted(label) } }

  /// As `inJSON`, but each label is its number in `labelNames`.
  package var inNumberedJSON: String {
    let numbers = labelNames.map { names in
      Dictionary(uniqueKeysWithValues: names.enumerated().map { (Array($1.utf8), $0) })
    }
    return json { layer, label in "\(numbers[layer][Array(label.utf8)] ?? -1)" }
  }

  private func json(_ value: (Int, String) -> String) -> String {
    sentences.map { sentence in
      let tokens = "\"tokens\": [\(sentence.map { Self.quoted($0.text) }.joined(separator: ", "))]"
      let labels = layers.enumerated().map { layer, name in
        "\(Self.quoted(name)): [\(sentence.map { value(layer, $0.labels[layer]) }.joined(separator: ","))]"
      }
      return "{" + (labels.reversed() + [tokens]).joined(separator: ", ") + "}\n"
    }.joined()
  }

  /// `text` in quotes; what is not ASCII is escaped.
  private static func quoted(_ text: String) -> String {
    let units = text.utf16.map { unit -> String in
      guard (0x20..<0x7F).contains(unit), unit != 0x22, unit != 0x5C else {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
      return String(Unicode.Scalar(UInt8(unit)))
    }
    return "\"\(units.joined())\""
  }
}

extension CorpusText {
  /// Sentences drawn at random: words of many scripts and signs, a layer `pos` of labels and a layer `ner` of BIO2
  /// tags.
  package static func random(sentences count: Int, using generator: inout some RandomNumberGenerator) -> CorpusText {
    let words = [
      "a", "the", "#", "=", "{", "\"", "\\", "-DOCSTART-", "1-2", "0.5", "\u{E9}", "e\u{301}", "\u{4E2D}\u{6587}",
      "\u{1F600}", "\u{A0}x", "x\u{85}", "|", "_", "http://x.y/#z", "10,000",
    ]
    let sentences = (0..<count).map { _ in
      var inside = false
      return (0..<Int.random(in: 1...9, using: &generator)).map { _ in
        let word = words.randomElement(using: &generator) ?? "a"
        let suffix = Bool.random(using: &generator) ? "" : "\(Int.random(in: 0..<30, using: &generator))"
        let tags = inside ? ["O", "B-X", "I-X", "I-X"] : ["O", "O", "B-X"]
        let tag = tags.randomElement(using: &generator) ?? "O"
        inside = tag != "O"
        let pos = ["N", "V", "#", "=", "\u{E9}", "e\u{301}", "10"].randomElement(using: &generator) ?? "N"
        return Token(word + suffix, labels: [pos, tag])
      }
    }
    return CorpusText(layers: ["pos", "ner"], sentences: sentences)
  }
}
