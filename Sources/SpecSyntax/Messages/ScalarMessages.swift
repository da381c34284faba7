package import Diagnostics
import Text

// How the phase that knows the fields words what is wrong with a scalar.

extension ScalarProblem {
  /// What is wrong with `scalar`, as the second half of a sentence whose first half says what was expected: "expected
  /// a whole number, but `this`".
  package func finding(on scalar: Scalar) -> String {
    let text = scalar.text.text.count <= 40 ? "'\(scalar.text.text.visible)'" : "this"
    switch self {
    case .missing: return "nothing is written here"
    case .quoted: return "this is a text in quotes"
    case .notBoolean: return "\(text) is neither 'true' nor 'false'"
    case .notNumber(.notNumeric): return "\(text) is not a number"
    case .notNumber(.decimalComma): return "\(text) has a comma for a decimal point"
    case .notNumber(.leadingZero): return "\(text) begins with a zero, which some readers take for the base 8"
    case .notNumber(.underscore): return "\(text) contains an underscore"
    case .notNumber(.base): return "\(text) is not written in decimal digits"
    case .notNumber(.notFinite): return "\(text) is not finite"
    case .notNumber(.notWhole): return "\(text) has a fraction or an exponent"
    case .outOfRange: return "\(text) is out of the range of numbers"
    case .ambiguousText(let reading): return "some readers of YAML take \(text) for \(reading.rawValue)"
    }
  }

  /// The change of `scalar` that would mend the problem without a change of meaning, where there is one.
  package func fixIt(for scalar: Scalar) -> FixIt? {
    let text = scalar.text.text
    switch self {
    case .missing, .outOfRange: return nil
    case .notBoolean(let meaning): return meaning.map { replace(scalar, with: $0 ? "true" : "false") }
    // What is meant is nothing, and not the text.
    case .ambiguousText(.null): return nil
    case .ambiguousText(.boolean), .ambiguousText(.number), .ambiguousText(.date), .ambiguousText(.special):
      return replace(scalar, with: "\"\(text)\"")
    case .quoted:
      let isWord =
        !text.isEmpty
        && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"#:,[]{}&*!|>'\"%@`\\".utf8.contains($0) }
      return isWord ? replace(scalar, with: text) : nil
    case .notNumber(.decimalComma): return withPoint(text).map { replace(scalar, with: $0) }
    case .notNumber(.underscore): return replace(scalar, with: String(text.filter { $0 != "_" }))
    case .notNumber(.base): return wholeNumber(in: text).map { replace(scalar, with: String($0)) }
    case .notNumber(.notWhole):
      let value = Double(text).flatMap { Int(exactly: $0) }
      return value.map { replace(scalar, with: String($0)) }
    case .notNumber(.notNumeric), .notNumber(.notFinite), .notNumber(.leadingZero): return nil
    }
  }

  private func replace(_ scalar: Scalar, with replacement: String) -> FixIt {
    FixIt("write \(replacement)", replacing: scalar.text.whole, with: replacement)
  }

  /// `text` with a point for its comma; `nil` where the comma may part thousands, as in `1,000`.
  private func withPoint(_ text: String) -> String? {
    let parts = text.drop { "+-".contains($0) }.split(separator: ",")
    let mayBeThousands = parts.count == 2 && parts[1].count == 3 && parts[0].count <= 3 && !parts[0].hasPrefix("0")
    return mayBeThousands ? nil : String(text.map { $0 == "," ? "." : $0 })
  }

  /// The number that `text` stands for in the base that its prefix names.
  private func wholeNumber(in text: String) -> Int? {
    let sign = text.hasPrefix("-") ? "-" : ""
    let unsigned = text.drop { "+-".contains($0) }.filter { $0 != "_" }
    let bases: [Substring: Int] = ["0x": 16, "0X": 16, "0o": 8, "0b": 2]
    return bases[unsigned.prefix(2)].flatMap { Int(sign + unsigned.dropFirst(2), radix: $0) }
  }
}

extension Scalar {
  /// The change that makes a key and its value of a plain text such as `batch:10`, for messages about a text where a
  /// mapping is wanted.
  package var missingBlankFixIt: FixIt? {
    let lines = LineView(text.whole.file, text.whole.bytes)
    guard style == .plain, let colon = lines.tightColon(in: text.whole.bytes) else { return nil }
    return lines.blank(after: colon)
  }

  /// A note if the line of the text has a character that looks like a blank and isn't.
  package var unusualBlankNotes: [String] {
    LineView(text.whole.file, text.whole.bytes).unusualBlankNote(at: text.whole.bytes.lowerBound)
  }
}
