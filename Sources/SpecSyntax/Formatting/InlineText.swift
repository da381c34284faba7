import Diagnostics
import Text

// Lists and mappings in brackets, on one line.

extension SourceCollection {
  /// Creates the list or mapping that is written in brackets on one line, or not (`isOnOneLine`).
  init(_ kind: Kind, _ entries: [SourceEntry], closing: [SourceComment], isOnOneLine: Bool) {
    self.kind = kind
    self.entries = entries
    self.closing = closing
    let widths = isOnOneLine ? entries.map(\.inlineWidth) : [nil]
    inlineWidth = widths.contains(nil) ? nil : widths.compactMap(\.self).joinedWidth(separator: 2) + 2
  }

  /// The text in brackets.
  var inlineText: String {
    let list = entries.map(\.inlineText).joined(separator: ", ")
    return switch kind {
    case .mapping: "{\(list)}"
    case .sequence: "[\(list)]"
    }
  }
}

extension SourceEntry {
  /// The number of columns that the entry takes in brackets; `nil` if it can't stand there.
  ///
  /// A key without a value stands on a line of its own, where it is seen.
  fileprivate var inlineWidth: Int? {
    var widths = inlineLabels.map(\.displayWidth)
    switch value.content {
    case .nothing: if value.anchor == nil { return nil }
    case .alias(let name): widths.append(name.displayWidth + 1)
    case .scalar(let lines): if let line = lines.first, lines.count == 1 { widths.append(line.displayWidth) }
    case .block: return nil
    case .collection(let collection):
      guard let width = collection.inlineWidth else { return nil }
      widths.append(width)
    }
    return widths.joinedWidth(separator: 1)
  }

  fileprivate var inlineText: String {
    var parts = inlineLabels
    switch value.content {
    case .nothing, .block: break
    case .alias(let name): parts.append("*" + name)
    case .scalar(let lines): parts += lines
    case .collection(let collection): parts.append(collection.inlineText)
    }
    return parts.joined(separator: " ")
  }

  /// The key and the anchor in front of the value, as far as there are any.
  private var inlineLabels: [String] { [key.map { $0.text + ":" }, value.anchor.map { "&" + $0 }].compactMap(\.self) }
}

extension [Int] {
  /// The width of texts of these widths with separators between them.
  fileprivate func joinedWidth(separator: Int) -> Int { reduce(0, +) + Swift.max(0, count - 1) * separator }
}
