import Model
import Text

/// How tagged sentences are written.
package enum TaggedForm: Hashable, Sendable {
  /// As the input is: with a column more, as text, as CoNLL-U with an attribute more in MISC, or as JSON objects with
  /// a field more; attribute and field are named after the task of this name.
  case asRead(task: String)

  /// A token a line, the tag as its last column.
  case columns

  /// A sentence a line, every token with its tag after a slash.
  case tagged
}

extension TaggingInput {
  /// The input with a tag for each token, in its order and with its empty lines. Lines end with LF.
  ///
  /// Lines that hold no tokens are kept where the input's form is, and left out elsewhere. `extra` gives what stands
  /// behind a token's tag in further columns. Requires: a tag for each token.
  package func tagged(_ tags: [String], as form: TaggedForm, extra: (Int) -> [String] = { _ in [] }) -> String {
    precondition(tags.count == corpus.tokenCount, "a tag for each token")
    switch (form, self.form) {
    case (.asRead, .columns), (.columns, .columns): return columns(tags, extra)
    case (.columns, .text), (.columns, .conllu), (.columns, .jsonl): return pairs(tags, extra)
    case (.asRead(let task), .conllu): return conllu(tags, task: task)
    case (.asRead(let task), .jsonl): return objects(tags, task: task)
    case (.asRead, .text), (.tagged, .columns), (.tagged, .text), (.tagged, .conllu), (.tagged, .jsonl):
      return sentences(tags)
    }
  }

  /// The lines, those of tokens with further columns, separated as the others are.
  private func columns(_ tags: [String], _ extra: (Int) -> [String]) -> String {
    var text = ""
    for item in items {
      switch item {
      case .token(let token):
        let line = lines[token]
        let separator = line.utf8.contains(UInt8(ascii: "\t")) ? "\t" : " "
        text += ([line, tags[token]] + extra(token)).joined(separator: separator)
      case .skippedLine(let line): text += line
      case .emptyLine, .sentence: break
      }
      text += "\n"
    }
    return text
  }

  /// Tokens and tags between tabs, an empty line after each sentence.
  private func pairs(_ tags: [String], _ extra: (Int) -> [String]) -> String {
    var text = ""
    func add(_ sentence: Int) {
      for token in corpus.tokens(ofSentence: sentence) {
        let fields = [corpus.columns[0][token], tags[token]] + extra(token)
        text += fields.map(\.withoutControls).joined(separator: "\t") + "\n"
      }
      text += "\n"
    }
    switch form {
    case .text:
      for item in items {
        switch item {
        case .sentence(let sentence): add(sentence)
        case .emptyLine: text += "\n"
        case .token, .skippedLine: break
        }
      }
    case .columns, .conllu, .jsonl: for sentence in 0..<corpus.sentenceCount { add(sentence) }
    }
    return text
  }

  /// A line for each sentence. An empty line that ends a sentence is no line of its own.
  private func sentences(_ tags: [String]) -> String {
    var text = ""
    var next = 0
    var isAfterSentence = false
    func add(_ sentence: Int) {
      let words = corpus.tokens(ofSentence: sentence).map { "\(corpus.columns[0][$0])/\(tags[$0])".withoutControls }
      text += words.joined(separator: " ") + "\n"
    }
    for item in items {
      switch item {
      case .token(let token):
        isAfterSentence = token + 1 == corpus.sentenceStarts[next + 1]
        if isAfterSentence {
          add(next)
          next += 1
        }
      case .sentence(let sentence): add(sentence)
      case .emptyLine:
        if !isAfterSentence { text += "\n" }
        isAfterSentence = false
      case .skippedLine: isAfterSentence = isAfterSentence && form == .conllu
      }
    }
    return text
  }

  // MARK: CoNLL-U

  /// The lines, those of words with an attribute more in MISC, and an empty line after the last sentence.
  ///
  /// The attribute is called `task`, or `task_predicted` where the input has attributes of that name.
  private func conllu(_ tags: [String], task: String) -> String {
    let key = Self.freeName(task.escapedForConllu) { key in lines.contains { ConlluLine($0).has(key) } }
    var text = ""
    var isOpen = false
    for item in items {
      switch item {
      case .token(let token):
        text += ConlluLine(lines[token]).setting(key, to: tags[token].escapedForConllu)
        isOpen = true
      case .skippedLine(let line): text += line
      case .emptyLine: isOpen = false
      case .sentence: break
      }
      text += "\n"
    }
    return isOpen ? text + "\n" : text
  }

  /// A line of a word in CoNLL-U.
  private struct ConlluLine {
    private let start: Substring
    private let attributes: [Substring]

    init(_ line: String) {
      let misc = line.utf8.lastIndex(of: UInt8(ascii: "\t")).map(line.utf8.index(after:)) ?? line.endIndex
      start = line[..<misc]
      let value = line[misc...]
      attributes = value == "_" ? [] : value.utf8.split(separator: UInt8(ascii: "|")).map(Substring.init)
    }

    func has(_ key: String) -> Bool { attributes.contains { Self.isCalled(key, $0) } }

    /// The line in which the attribute `key` has this value.
    func setting(_ key: String, to value: String) -> String {
      let others = attributes.filter { !Self.isCalled(key, $0) }.map(String.init)
      return start + (others + ["\(key)=\(value)"]).joined(separator: "|")
    }

    private static func isCalled(_ key: String, _ attribute: Substring) -> Bool {
      attribute.utf8.starts(with: "\(key)=".utf8)
    }
  }

  // MARK: JSON objects

  /// The lines, those of objects with a list of tags in a further field, and otherwise byte for byte.
  ///
  /// The field is called `task`, or `task_predicted` where the input has fields of that name.
  private func objects(_ tags: [String], task: String) -> String {
    let objects = items.map { item -> JSONLine? in
      switch item {
      case .sentence(let sentence): JSONLine(lines[sentence])
      case .skippedLine(let line): JSONLine(line)
      case .token, .emptyLine: nil
      }
    }
    let key = Self.freeName(task) { key in objects.contains { $0?.has(key) ?? false } }
    var text = ""
    for (item, object) in zip(items, objects) {
      switch item {
      case .sentence(let sentence):
        text += object?.setting(key, to: corpus.tokens(ofSentence: sentence).map { tags[$0] }) ?? ""
      case .skippedLine: text += object?.setting(key, to: []) ?? ""
      case .token, .emptyLine: break
      }
      text += "\n"
    }
    return text
  }

  /// A line with an object that is not empty.
  private struct JSONLine {
    private let line: String
    private let members: [LocatedJSON.Member]

    init(_ line: String) {
      self.line = line
      let bytes = Array(line.utf8)
      var cursor = JSONCursor(bytes[...])
      members = (try? JSONReader.value(at: &cursor))?.members ?? []
    }

    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// The line in which the field `name` is the list of `texts`.
    func setting(_ name: String, to texts: [String]) -> String {
      let list = "[" + texts.map { JSONText.text(of: .string($0)) }.joined(separator: ", ") + "]"
      if let old = members.first(where: { $0.name == name })?.value.range { return replacing(old, by: list) }
      let end = members.last?.value.range.upperBound ?? 0
      return replacing(end..<end, by: ", \(JSONText.text(of: .string(name))): \(list)")
    }

    private func replacing(_ range: Range<Int>, by text: String) -> String {
      let bytes = Array(line.utf8)
      return String(decoding: bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...], as: UTF8.self)
    }
  }

  /// `name`, or another where `isTaken` says that the input has it.
  private static func freeName(_ name: String, isTaken: (String) -> Bool) -> String {
    isTaken(name) ? "\(name)_predicted" : name
  }
}

extension String {
  /// The text with control characters, which would end a column or a line, as numbers: `<U+000A>`.
  var withoutControls: String {
    unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? visible : self
  }

  /// The text as a name or value in MISC, with the escapes of Universal Dependencies and `\e` for `=`.
  fileprivate var escapedForConllu: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\\": text += "\\\\"
      case "|": text += "\\p"
      case "=": text += "\\e"
      case " ": text += "\\s"
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
