/// How tagged sentences are written.
package enum TaggedForm: String, Hashable, Sendable, CaseIterable {
  /// A token a line, the tag as its last column.
  case columns

  /// A sentence a line, every token with its tag after a slash.
  case tagged
}

extension TaggingInput {
  /// The input with a tag for each token, in its order and with its empty lines.
  ///
  /// Lines that hold no tokens are kept among columns and left out where sentences are lines. `extra` gives what stands
  /// behind a token's tag in further columns. Requires: a tag for each token.
  package func tagged(_ tags: [String], as form: TaggedForm, extra: (Int) -> [String] = { _ in [] }) -> String {
    precondition(tags.count == corpus.tokenCount, "a tag for each token")
    var text = ""
    var isAfterSentence = false
    for item in items {
      switch (item, form) {
      case (.sentence(let number), .columns):
        for token in corpus.tokens(ofSentence: number) {
          text += columns(of: token, [tags[token]] + extra(token))
        }
        // Where a line was a sentence, nothing but an empty line can part it from the next.
        if self.form == .text { text += "\n" }
      case (.sentence(let number), .tagged):
        let words = corpus.tokens(ofSentence: number).map { "\(corpus.columns[0][$0])/\(tags[$0])" }
        text += words.joined(separator: " ") + "\n"
      case (.emptyLine, .tagged):
        // The empty line behind a sentence in columns ends it, and is no line of its own.
        if self.form == .text || !isAfterSentence { text += "\n" }
      case (.emptyLine, .columns): text += "\n"
      case (.skippedLine(let line), .columns): text += line + "\n"
      case (.skippedLine, .tagged): break
      }
      if case .sentence = item { isAfterSentence = true } else { isAfterSentence = false }
    }
    return text
  }

  /// The line of a token with `added` columns, parted as the others are.
  private func columns(of token: Int, _ added: [String]) -> String {
    switch form {
    case .columns:
      let line = lines[token]
      let separator = line.utf8.contains(UInt8(ascii: "\t")) ? "\t" : " "
      return ([line] + added).joined(separator: separator) + "\n"
    case .text: return ([corpus.columns[0][token]] + added).joined(separator: "\t") + "\n"
    }
  }
}
