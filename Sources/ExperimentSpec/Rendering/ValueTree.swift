import SpecSyntax

/// Settled values as a tree of their keys, in order.
struct ValueTree {
  /// A key of a mapping and what stands under it.
  struct Entry {
    let key: String
    var content: Content
  }

  enum Content {
    case value(SettledValue)
    case mapping(ValueTree)
  }

  private(set) var entries: [Entry] = []

  /// The tree of `values`.
  init(_ values: some Sequence<SettledValue> = []) {
    for value in values { insert(value, under: value.keys[...]) }
  }

  private mutating func insert(_ value: SettledValue, under keys: ArraySlice<String>) {
    guard let key = keys.first else { return }
    let index = entries.firstIndex { $0.key == key }
    if keys.count == 1 {
      if index == nil { entries.append(Entry(key: key, content: .value(value))) }
      return
    }
    var inner = ValueTree()
    if let index, case .mapping(let tree) = entries[index].content { inner = tree }
    inner.insert(value, under: keys.dropFirst())
    if let index {
      entries[index].content = .mapping(inner)
    } else {
      entries.append(Entry(key: key, content: .mapping(inner)))
    }
  }

  /// The lines of the tree as YAML, `indentation` blanks in, each value with a comment that `comment` gives.
  func lines(indentation: Int = 0, comment: (SettledValue) -> String) -> [YAMLLine] {
    entries.flatMap { entry -> [YAMLLine] in
      let head = String(repeating: " ", count: indentation) + quotedKeyIfNeeded(entry.key) + ":"
      switch entry.content {
      case .value(let value): return [YAMLLine(text: "\(head) \(value.text)", comment: comment(value))]
      case .mapping(let tree):
        return [YAMLLine(text: head, comment: "")] + tree.lines(indentation: indentation + 2, comment: comment)
      }
    }
  }
}

/// A line of YAML and the comment that follows it.
struct YAMLLine {
  var text: String
  var comment: String
}

extension SettledValue {
  /// The keys of the path.
  package var keys: [String] { SpecPath(path)?.keys ?? [path] }

  /// The first of the keys, that of a field of the root, none of which needs quotes.
  var rootKey: String { String(path.prefix { $0 != "." }) }
}
