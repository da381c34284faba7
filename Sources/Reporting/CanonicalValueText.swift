package import Planning
import Text

extension CanonicalValue {
  /// The value for people, short and on one line.
  package var shortText: String {
    let text =
      switch self {
      case .digest(let digest): digest.short
      case .text(let text): "'\(text.replacing(scalar: "\n", by: "; "))'"
      case .boolean(let value): "\(value)"
      case .integer(let value): "\(value)"
      case .real(let value): "\(value)"
      case .list(let elements): elements.isEmpty ? "absent" : "a list"
      case .record: "a record"
      }
    return text.count > 60 ? text.prefix(59) + "…" : text
  }
}
