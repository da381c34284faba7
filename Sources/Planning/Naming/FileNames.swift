/// Names of files or folders for texts such as names of variants: each of one text, also where a file system takes
/// capitals for small letters.
///
/// Letters from A to Z, digits and `_+-=,.` stand for themselves, a point not at the start; any other byte is `%` and
/// two hexadecimal digits. Where names would be too long, or differ in case alone, they end with `~` and the first
/// digits of the text's SHA-256. Otherwise a `~` or `@` appears only with `keepingTildes`.
package struct FileNames: Sendable {
  /// The names by the bytes of the texts, since texts of other bytes may be equal to Swift.
  private var names: [[UInt8]: String] = [:]

  /// Whether a `~` or `@` in a text stands for itself, as in names of stages and of sweep cells.
  private let keepsTildes: Bool

  /// The most bytes of a name, which leaves room for a suffix where the limit is 255 bytes.
  package static let mostBytes = 200

  /// Names for `texts` that differ in more than case from each other and from the names `taken`.
  package init(for texts: some Sequence<String>, avoiding taken: [String] = [], keepingTildes keepsTildes: Bool = false)
  {
    self.keepsTildes = keepsTildes
    var open = Array(Set(texts.map { Array($0.utf8) }))
    var used = Set(taken.map { $0.lowercased() })
    // With all digits of a digest, names differ as their texts do.
    for digits in [0, 16, 64] where !open.isEmpty {
      let proposals = open.map { (text: $0, name: Self.name(for: $0, digits: digits, keepsTildes)) }
      let counts = Dictionary(
        proposals.compactMap { proposal in proposal.name.map { ($0.lowercased(), 1) } }, uniquingKeysWith: +)
      open = []
      var found: [String] = []
      for (text, name) in proposals {
        if let name, counts[name.lowercased()] == 1, !used.contains(name.lowercased()) {
          names[text] = name
          found.append(name.lowercased())
        } else {
          open.append(text)
        }
      }
      used.formUnion(found)
    }
  }

  /// The name for `text`; for a text that this was not made for, the one that it would have alone.
  package subscript(text: String) -> String {
    let bytes = Array(text.utf8)
    return names[bytes] ?? Self.name(for: bytes, digits: 0, keepsTildes)
      ?? Self.shortened(bytes, digits: 16, keepsTildes)
  }

  /// Whether `name` is one that `text` has, among whatever others.
  package static func isName(_ name: String, of text: String) -> Bool {
    [0, 16, 64].contains { self.name(for: Array(text.utf8), digits: $0, false) == name }
  }

  /// A name for `text`, with so many digits of its digest; `nil` if it would have none and be too long.
  private static func name(for text: [UInt8], digits: Int, _ keepsTildes: Bool) -> String? {
    if digits > 0 { return shortened(text, digits: digits, keepsTildes) }
    let name = parts(of: text, keepsTildes).joined()
    return name.utf8.count <= mostBytes ? name : nil
  }

  /// As much of `text` as there is room for, and so many digits of its digest.
  private static func shortened(_ text: [UInt8], digits: Int, _ keepsTildes: Bool) -> String {
    let ending = "~" + Digest(of: text).description.prefix(digits)
    var name = ""
    for part in parts(of: text, keepsTildes) {
      if name.utf8.count + part.utf8.count + ending.utf8.count > mostBytes { break }
      name += part
    }
    return name + ending
  }

  /// How the bytes of a text are written; one without any is a `%` alone.
  private static func parts(of text: [UInt8], _ keepsTildes: Bool) -> [String] {
    if text.isEmpty { return ["%"] }
    return text.enumerated().map { place, byte in
      let isKept = "~@".utf8.contains(byte) ? keepsTildes && place > 0 : isPlain(byte)
      if isKept && !(place == 0 && byte == UInt8(ascii: ".")) { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }
  }

  /// Whether neither file systems nor shells take `byte` amiss.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "._+-=,".utf8.contains(byte)
    }
  }
}
