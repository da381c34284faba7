import Diagnostics
import SpecSyntax
import Text

extension JSONValue {
  /// `node` as readers of YAML 1.2 take it that type plain scalars by their look (the core schema), as editors do.
  init(coreSchema node: Node) {
    switch node.content {
    case .scalar(let scalar): self = scalar.style == .quoted ? .string(scalar.text.text) : Self.plain(scalar.text.text)
    case .sequence(let elements): self = .array(elements.map(JSONValue.init(coreSchema:)))
    case .mapping(let mapping):
      self = .object(mapping.entries.map { Member($0.key, JSONValue(coreSchema: $0.value)) })
    }
  }

  private static func plain(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: break
    }
    if let hexadecimal = text.wholeMatch(of: /0x([0-9a-fA-F]+)/) {
      return Int(hexadecimal.1, radix: 16).map { .integer($0) } ?? .null
    }
    if let octal = text.wholeMatch(of: /0o([0-7]+)/) { return Int(octal.1, radix: 8).map { .integer($0) } ?? .null }
    let isNumber = text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
    guard isNumber else { return .string(text) }
    if let whole = Int(text) { return .integer(whole) }
    // Swift, unlike YAML, wants a digit on either side of the point.
    let spelt = text.replacing(/^([-+]?)\./) { "\($0.1)0." }.replacing(/\.(?=[eE]|$)/, with: ".0")
    return Double(spelt).map { .real($0) } ?? .string(text)
  }
}
