import Diagnostics
import SpecSyntax
import Text

// In braces and brackets YAML divides at commas, and so it divides a mask such as imp(self, keep: 0.5) that is not
// quoted.

extension FieldType where Value == [Named<LocatedText>] {
  /// A mask for each of some names.
  static let masks: FieldType = {
    let map = FieldType.map(of: .mask, removable: false)
    return FieldType(
      describe: map.describe, example: map.example,
      decode: { node, path, context in
        if let place = node.dividedMask {
          context.log.record(.dividedMask(place, at: path))
          return nil
        }
        return map.decode(node, path, context)
      },
      show: map.show)
  }()
}

extension Node {
  /// The place of the first mask in this list or mapping that a comma divides.
  var dividedMask: SourceRange? {
    let values: [Node]
    switch content {
    case .scalar: return nil
    case .sequence(let elements): values = elements
    case .mapping(let mapping): values = mapping.entries.map(\.value)
    }
    for value in values {
      guard let scalar = value.scalar, scalar.style == .plain, scalar.text.text.isMissingParenthesis else { continue }
      let start = value.range.bytes.lowerBound
      let end = range.file.endOfMask(in: start..<max(start, range.bytes.upperBound))
      if end > value.range.bytes.upperBound { return SourceRange(range.file, start..<end).trimmed }
    }
    return nil
  }
}

extension SourceFile {
  /// The offset in `bytes` of the comma, bracket or line break after the mask at their start: the first that stands in
  /// no parentheses; the start if none does.
  fileprivate func endOfMask(in bytes: Range<Int>) -> Int {
    var depth = 0
    for offset in bytes {
      switch self.bytes[offset] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x0A, 0x0D: if depth == 0 { return offset }
      default: break
      }
    }
    return bytes.lowerBound
  }
}

extension String {
  /// Whether more parentheses are opened than closed.
  fileprivate var isMissingParenthesis: Bool {
    utf8.count { $0 == UInt8(ascii: "(") } > utf8.count { $0 == UInt8(ascii: ")") }
  }
}

extension Diagnostic {
  static func dividedMask(_ place: SourceRange, at path: String) -> Diagnostic {
    Diagnostic(
      SpecCode.dividedMask, .error, "a mask with a comma is divided by the braces or brackets around it", at: place,
      label: "needs quotes", path: path, help: "put the mask into single quotes",
      fixIts: [
        FixIt("put the mask into quotes", replacing: place, with: "'\(place.text.replacing(scalar: "'", by: "''"))'")
      ])
  }
}
