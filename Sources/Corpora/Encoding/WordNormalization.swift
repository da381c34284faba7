/// Which differences between words a word embedding does not see. Character encoders see the words as they are.
package struct WordNormalization: Hashable, Sendable {
  /// Whether words are taken in lower case.
  package var lowercase: Bool

  /// Whether every decimal digit is taken for 0.
  package var normalizeDigits: Bool

  package init(lowercase: Bool = false, normalizeDigits: Bool = false) {
    self.lowercase = lowercase
    self.normalizeDigits = normalizeDigits
  }

  /// The form under which `word` is looked up. Independent of any locale.
  package func form(of word: String) -> String {
    let cased = lowercase ? word.lowercased() : word
    return normalizeDigits ? withoutDigits(cased) : cased
  }

  private func withoutDigits(_ word: String) -> String {
    let digits = word.unicodeScalars.map { $0.properties.numericType == .decimal }
    guard digits.contains(true) else { return word }
    var form = String.UnicodeScalarView()
    for (scalar, isDigit) in zip(word.unicodeScalars, digits) { form.append(isDigit ? "0" : scalar) }
    return String(form)
  }
}
