import Diagnostics

extension Node {
  /// Whether this value and `other` mean the same, wherever they are written and in whatever order their keys are.
  func means(_ other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let left), .scalar(let right)):
      return left.text.text == right.text.text && left.style == right.style
    case (.sequence(let left), .sequence(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.mapping(let left), .mapping(let right)):
      return left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in right[entry.key].map { entry.value.means($0.value) } ?? false }
    case (.scalar, _), (.sequence, _), (.mapping, _):
      return false
    }
  }
}
