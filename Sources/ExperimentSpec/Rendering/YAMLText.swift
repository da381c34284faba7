import SpecSyntax

/// `text` as it can be written in a specification: plain where that is unmistakable, else in double quotes.
package func quotedIfNeeded(_ text: String) -> String {
  let isPlain =
    text.first.map { $0.isLetter || $0 == "_" || $0 == "/" || $0 == "." } ?? false
    && text.last != " "
    && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "_-./() |&".contains($0) }
    && PlainReading(of: text) == nil && text != Node.none
  return isPlain ? text : quoted(text)
}

/// `key` as it can be written in front of a colon.
package func quotedKeyIfNeeded(_ key: String) -> String {
  let isPlain =
    key.first.map { $0.isASCII && $0.isLetter || $0 == "_" } ?? false
    && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "_-.".contains($0) }
    && PlainReading(of: key) == nil
  return isPlain ? key : quoted(key)
}

/// `text` in double quotes, with escapes for what may not stand there as it is.
private func quoted(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar -> String in
    switch scalar {
    case "\\": return "\\\\"
    case "\"": return "\\\""
    case "\n": return "\\n"
    case "\t": return "\\t"
    default:
      if scalar.isPrintable { return String(scalar) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let width = scalar.value > 0xFFFF ? 8 : 4
      let zeros = String(repeating: "0", count: width - digits.count)
      return (width == 8 ? "\\U" : "\\u") + zeros + digits
    }
  }
  return "\"" + escaped.joined() + "\""
}

extension Unicode.Scalar {
  /// Whether a reader sees the character for what it is: none that controls, formats or separates.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: self == " "
    default: true
    }
  }
}
