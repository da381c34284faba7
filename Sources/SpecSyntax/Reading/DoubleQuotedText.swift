/// `text` as a scalar in double quotes, with escapes for what may not stand there as it is or could not be seen.
package func doubleQuoted(_ text: String) -> String {
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
