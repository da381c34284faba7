import Model
import Text

extension MaskExpression: CustomStringConvertible {
  /// The expression as text with the fewest parentheses; parsing it gives the same expression.
  package var description: String { printed(inside: 0) }

  /// The expression as the operand of something that binds with `precedence`.
  private func printed(inside precedence: Int) -> String {
    switch form {
    case .all: return "all"
    case .none: return "none"
    case .region(let region): return region.description
    case .tower(let task): return "tower(\(task.value))"
    case .learned(let learned): return learned.description
    case .complement(let operand): return "~" + operand.printed(inside: MaskOperator.and.precedence + 1)
    case .chain(let combining, let operands):
      let text = operands.map { $0.printed(inside: combining.precedence + 1) }.joined(
        separator: " \(combining.rawValue) ")
      return combining.precedence < precedence ? "(\(text))" : text
    }
  }
}

extension RegionReference: CustomStringConvertible {
  package var description: String {
    let parts = [place.description, direction?.keyName, part?.keyName, attribute?.keyName]
    return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ".")
  }
}

extension RegionReference.Place: CustomStringConvertible {
  package var description: String {
    switch self {
    case .everywhere: ""
    case .charCNN: "char_cnn"
    case .encoder: "encoder"
    case .layer(let layer): "encoder.\(layer)"
    case .layers(let first, let last): "layers(\(first)\(last.map { "..\($0)" } ?? ""))"
    }
  }
}

extension TaskReference: CustomStringConvertible {
  package var description: String {
    switch self {
    case .own: "self"
    case .named(let name): name != "self" && MaskSpelling.isBareName(name) ? name : quoted(name)
    }
  }
}

extension LearnedReference: CustomStringConvertible {
  package var description: String {
    switch self {
    case .imp(let task, .selected): "imp(\(task.value))"
    case .imp(let task, .keep(let kept)): "imp(\(task.value), keep: \(kept.value))"
    case .imp(let task, .round(let round)): "imp(\(task.value), round: \(round.value))"
    case .random(let kept, let seed): "random(keep: \(kept.value), seed: \(seed.value))"
    case .file(let path, let task): "file(\(quoted(path.value))\(task.map { ", \($0.value)" } ?? ""))"
    }
  }
}

/// `text` as a string of a mask expression.
private func quoted(_ text: String) -> String {
  // By scalars: a quotation mark with a combining mark is another character, and ends a string all the same.
  return "\"" + text.escapingScalars { $0 == "\"" || $0 == "\\" ? "\\\($0)" : nil } + "\""
}
