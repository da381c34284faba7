import OrderedCollections

/// A specification as a tree that tests edit, and write in one of many ways.
indirect enum SpecTree: Hashable {
  /// A scalar as it is written without quotes.
  case scalar(String)
  case list([SpecTree])
  case mapping(OrderedDictionary<String, SpecTree>)

  /// An empty mapping.
  static let empty = SpecTree.mapping([:])

  /// What stands under `key`; setting `nil` removes it.
  subscript(key: String) -> SpecTree? {
    get {
      switch self {
      case .mapping(let entries): entries[key]
      case .scalar, .list: nil
      }
    }
    set {
      switch self {
      case .mapping(var entries):
        entries[key] = newValue
        self = .mapping(entries)
      case .scalar, .list:
        if let newValue { self = .mapping([key: newValue]) }
      }
    }
  }

  /// What stands under `keys`.
  subscript(keys: ArraySlice<String>) -> SpecTree? {
    get { keys.reduce(Optional(self)) { $0?[$1] } }
    set {
      guard let key = keys.first else { return }
      if keys.count == 1 {
        self[key] = newValue
      } else {
        var inner = self[key] ?? .empty
        inner[keys.dropFirst()] = newValue
        self[key] = inner
      }
    }
  }

  /// The keys of a mapping.
  var keys: [String] {
    switch self {
    case .mapping(let entries): Array(entries.keys)
    case .scalar, .list: []
    }
  }

  /// The elements of a list.
  var elements: [SpecTree] {
    switch self {
    case .list(let elements): elements
    case .scalar, .mapping: []
    }
  }
}

extension SpecTree {
  /// The tree as a text, the keys of the root one a line.
  var text: String { keys.map { "\($0): \(self[$0]?.flow ?? "")\n" }.joined() }

  /// The tree on one line.
  private var flow: String {
    switch self {
    case .scalar(let text): Self.isPlain(text) ? text : Self.quoted(text)
    case .list(let elements): "[\(elements.map(\.flow).joined(separator: ", "))]"
    case .mapping(let entries): "{\(entries.map { "\(Self.key($0)): \($1.flow)" }.joined(separator: ", "))}"
    }
  }

  /// Whether `text` needs no quotes anywhere.
  private static func isPlain(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z0-9_.+-][A-Za-z0-9_.+\/-]*/) != nil
  }

  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

  private static func key(_ text: String) -> String { isPlain(text) ? text : quoted(text) }
}

extension SpecTree {
  /// The tree with the entries of every mapping in another order, except below `zip`, where order has a meaning.
  func shuffled(using random: inout SplitMix) -> SpecTree {
    switch self {
    case .scalar: self
    case .list(let elements): .list(elements.map { $0.shuffled(using: &random) })
    case .mapping(let entries):
      .mapping(
        OrderedDictionary(
          uniqueKeysWithValues: entries.map { ($0, $0 == "zip" ? $1 : $1.shuffled(using: &random)) }
            .shuffled(using: &random)))
    }
  }

  /// The tree as a text in which every value is written in a way drawn from `random`: in block or flow style, with or
  /// without quotes, and numbers with further zeros or exponents.
  func respelt(using random: inout SplitMix) -> String {
    lines(indentation: 0, using: &random).map { $0 + "\n" }.joined()
  }

  private func lines(indentation: Int, using random: inout SplitMix) -> [String] {
    let margin = String(repeating: " ", count: indentation)
    return keys.flatMap { key -> [String] in
      guard let value = self[key] else { return [] }
      let head = margin + Self.key(key) + ":"
      switch value {
      case .mapping(let entries) where !entries.isEmpty && (indentation == 0 || Bool.random(using: &random)):
        return [head] + value.lines(indentation: indentation + 2, using: &random)
      case .list(let elements) where !elements.isEmpty && Bool.random(using: &random):
        return [head] + elements.map { "\(margin)  - \($0.line(using: &random))" }
      case .mapping, .list, .scalar: return ["\(head) \(value.line(using: &random))"]
      }
    }
  }

  private func line(using random: inout SplitMix) -> String {
    switch self {
    case .scalar(let text): Self.spelling(of: text, using: &random)
    case .list(let elements): "[\(elements.map { $0.line(using: &random) }.joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(Self.key($0)): \($1.line(using: &random))" }.joined(separator: ", "))}"
    }
  }

  private static func spelling(of text: String, using random: inout SplitMix) -> String {
    if Int(text) != nil || ["true", "false", "none"].contains(text) { return text }
    if Double(text) != nil { return [text, text + "0", text + "e0"].randomElement(using: &random) ?? text }
    if !isPlain(text) || Bool.random(using: &random) { return quoted(text) }
    return text
  }
}
