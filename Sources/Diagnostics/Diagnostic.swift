/// How bad a finding is.
package enum Severity: String, Hashable, Comparable, Sendable, CaseIterable {
  /// The input means nothing, or not what it seems to mean; nothing is run.
  case error

  /// The input has a meaning that its author hardly wants.
  case warning

  /// Something worth knowing that needs no action.
  case note

  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}

/// The rule that a finding is about, under a name that stays the same between releases.
package struct DiagnosticCode: Hashable, Sendable {
  /// A letter and four digits, such as `E0102`.
  package let id: String

  /// The rule in a few words.
  package let title: String

  /// The rule at length, for `sharespec explain`, in Markdown, with an example.
  package let explanation: String

  package init(_ id: String, _ title: String, explanation: String) {
    self.id = id
    self.title = title
    self.explanation = explanation
  }

  package static func == (left: Self, right: Self) -> Bool { left.id == right.id }
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A place that a finding involves, and what it is there for.
package struct SourceLabel: Hashable, Sendable {
  package let range: SourceRange
  package let text: String

  package init(_ range: SourceRange, _ text: String) {
    self.range = range
    self.text = text
  }
}

/// A change of a source that would mend a finding.
package struct FixIt: Hashable, Sendable {
  /// What the change does, in the imperative: "write 'training'".
  package let message: String

  /// The bytes to replace; an empty range inserts.
  package let range: SourceRange

  /// What to put there.
  package let replacement: String

  package init(_ message: String, replacing range: SourceRange, with replacement: String) {
    self.message = message
    self.range = range
    self.replacement = replacement
  }
}

/// One finding about the input: what is wrong, where, what else is involved and what to do.
package struct Diagnostic: Hashable, Sendable {
  package var code: DiagnosticCode
  package var severity: Severity

  /// One sentence in lower case without a full stop: what was found and what was expected.
  package var message: String

  /// The place to look at first; `nil` where the finding is about a file as a whole or about no file.
  package var range: SourceRange?

  /// A few words to stand under the marked text.
  package var label: String?

  /// The dotted path in the experiment that the finding is about, such as `training.batch`.
  package var path: String?

  /// Other places that are involved, such as the first of two equal keys.
  package var others: [SourceLabel]

  /// Further facts without a place.
  package var notes: [String]

  /// What to do about it.
  package var help: String?

  /// Changes that would mend it.
  package var fixIts: [FixIt]

  package init(
    _ code: DiagnosticCode, _ severity: Severity = .error, _ message: String, at range: SourceRange?,
    label: String? = nil, path: String? = nil, others: [SourceLabel] = [], notes: [String] = [],
    help: String? = nil, fixIts: [FixIt] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.label = label
    self.path = path
    self.others = others
    self.notes = notes
    self.help = help
    self.fixIts = fixIts
  }
}

extension Diagnostic {
  /// Few findings have a message and a place in common, so that nothing else need be looked at.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(message)
    hasher.combine(range?.bytes)
  }

  /// The order in which findings are shown: by file, place, severity, code and text. Total, so that equal inputs
  /// give equal output.
  package static func isShownBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    let (a, b) = (left.sortKey, right.sortKey)
    if a.file != b.file { return a.file < b.file }
    if a.start != b.start { return a.start < b.start }
    if a.end != b.end { return a.end < b.end }
    if left.severity != right.severity { return left.severity < right.severity }
    if left.code.id != right.code.id { return left.code.id < right.code.id }
    return left.message < right.message
  }

  private var sortKey: (file: String, start: Int, end: Int) {
    guard let range else { return ("", 0, 0) }
    return (range.file.name, range.bytes.lowerBound, range.bytes.upperBound)
  }
}

/// The findings of one or several phases, in the order found.
///
/// A phase takes the log `inout`, records every independent finding, and gives its result only when none of them
/// is an error: holding the result is the proof that the phase passed.
package struct DiagnosticLog: Sendable {
  package private(set) var diagnostics: [Diagnostic] = []

  /// The number of errors so far, for a phase that asks whether it added any.
  package private(set) var errorCount = 0

  /// What is in `diagnostics`.
  private var known: Set<Diagnostic> = []

  package init() {}

  /// Records `diagnostic` unless the same one is already there.
  package mutating func record(_ diagnostic: Diagnostic) {
    guard known.insert(diagnostic).inserted else { return }
    diagnostics.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }

  /// Records everything that `other` holds.
  package mutating func record(contentsOf other: DiagnosticLog) {
    if diagnostics.isEmpty {
      self = other
      return
    }
    for diagnostic in other.diagnostics { record(diagnostic) }
  }

  /// Whether any finding is an error.
  package var hasErrors: Bool { errorCount > 0 }

  /// The findings in the order in which they are shown.
  package var sorted: [Diagnostic] { diagnostics.sorted(by: Diagnostic.isShownBefore) }
}
