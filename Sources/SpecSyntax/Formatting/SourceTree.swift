/// A specification as it is written: its values in their spelling, with comments, blank lines and anchors.
///
/// The located tree says what a text means; this one says what must be kept when the text is written anew.
struct SourceTree: Sendable {
  /// The comments before the first value, which stay at the start of the file.
  var opening: [SourceComment]

  /// Whether a blank line separates them from what follows.
  var hasBlankLineAfterOpening: Bool

  var root: SourceNode

  /// The comments after the last value.
  var closing: [SourceComment]
}

/// A value as it is written.
struct SourceNode: Sendable {
  enum Content: Sendable {
    /// No value, with the comments that stand where it might.
    case nothing([SourceComment])

    /// The name of an anchor.
    case alias(String)

    /// A plain or quoted scalar: the lines of its spelling, without the blanks at their ends.
    case scalar([String])

    /// A literal or folded scalar.
    case block(BlockText)

    case collection(SourceCollection)
  }

  let anchor: String?
  var content: Content

  /// The comments that stand beside the value: behind it, or behind the bracket or header that it begins with.
  var comments: [SourceComment]
}

/// A list or mapping as it is written.
struct SourceCollection: Sendable {
  enum Kind: Sendable { case sequence, mapping }

  let kind: Kind

  /// The number of columns that it takes in brackets on one line; `nil` if it is not written so, or cannot stay so.
  let inlineWidth: Int?

  var entries: [SourceEntry]

  /// The comments after the last entry.
  var closing: [SourceComment]
}

/// An element of a list, or a key with its value.
struct SourceEntry: Sendable {
  /// The comments that stand above it.
  var leading: [SourceComment]

  /// Whether a blank line separates it from what stands above.
  var hasBlankLineBefore: Bool

  /// The key; `nil` in a list.
  let key: SourceKey?

  var value: SourceNode

  /// The comment in the line in which the value begins.
  let comment: SourceComment?
}

/// A key as it is written.
struct SourceKey: Sendable {
  /// What the key says.
  let name: String

  let anchor: String?

  /// The key with its quotes.
  let spelling: String

  /// The key with its anchor.
  var text: String { (anchor.map { "&\($0) " } ?? "") + spelling }
}

extension SourceEntry {
  /// Creates the entry that is written with the comments `leading` above it, `between` behind its key or dash, and
  /// those of `value` beside that.
  ///
  /// There is room for one comment in a line; those before it go above the entry, or, in a block, above its first line.
  init(
    leading: [SourceComment], hasBlankLineBefore: Bool, key: SourceKey?, between: [SourceComment], value: SourceNode
  ) {
    let beside = between.filter { $0.indentation == nil } + value.comments
    var above = between.filter { $0.indentation != nil }
    var value = value
    value.comments = []
    if case .collection(var collection) = value.content, collection.inlineWidth == nil, !collection.entries.isEmpty {
      collection.entries[0].leading.insert(contentsOf: above, at: 0)
      value.content = .collection(collection)
      above = []
    }
    above += beside.dropLast()
    self.leading = leading + above
    self.hasBlankLineBefore = hasBlankLineBefore
    if !above.isEmpty {
      self.leading[leading.count].hasBlankLineBefore = hasBlankLineBefore
      self.hasBlankLineBefore = false
    }
    self.key = key
    self.value = value
    comment = beside.last
  }

  /// Forgets a blank line above the entry and its comments.
  mutating func removeBlankLineBefore() {
    if leading.isEmpty { hasBlankLineBefore = false } else { leading[0].hasBlankLineBefore = false }
  }
}
