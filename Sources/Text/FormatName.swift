/// Names of file formats: some words and a number that grows, as in `sharespec record 3`.
package enum FormatName {
  /// Whether `text` names a later format of the same words than `known`.
  package static func isNewer(_ text: String, than known: String) -> Bool {
    guard let (words, number) = parts(of: text), let (knownWords, knownNumber) = parts(of: known) else { return false }
    guard words == knownWords else { return false }
    // Without zeros in front, the longer number is the larger one, whatever their length.
    return (number.count, number) > (knownNumber.count, knownNumber)
  }

  /// The words and the digits of a name; `nil` if it is none.
  private static func parts(of text: String) -> (words: Substring, number: String)? {
    guard text.utf8.count <= 100, let space = text.lastIndex(of: " ") else { return nil }
    let number = String(text[space...].dropFirst())
    guard !number.isEmpty, !number.hasPrefix("0"), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return (text[..<space], number)
  }
}
