import Diagnostics
import Text

/// Takes the arguments of a primitive one by one, those by position first, and reports what is missing or left.
struct ArgumentReader {
  private var arguments: [MaskArgument]
  private let name: String
  private let bytes: Range<Int>
  private var known: [String] = []

  /// Whether an argument was missing; then those left over are not reported as well.
  private var hasFailed = false

  /// Prepares to take `arguments` of the primitive `name`, all of which stands at `bytes`.
  init(_ arguments: [MaskArgument], of name: String, at bytes: Range<Int>) {
    self.arguments = arguments
    self.name = name
    self.bytes = bytes
  }

  /// Whether the next argument has no label.
  var hasPositional: Bool { arguments.first.map { $0.label == nil } ?? false }

  /// Takes the next argument without a label, which tells `what`; reports if there is none.
  mutating func positional(_ what: String, reporter: inout MaskReporter) -> MaskArgument? {
    if hasPositional { return arguments.removeFirst() }
    reporter.report(.missingArgument(what, of: name), at: bytes)
    hasFailed = true
    return nil
  }

  /// Takes the argument called `label` if there is one.
  mutating func labelled(_ label: String) -> MaskArgument? {
    known.append(label)
    guard let index = arguments.firstIndex(where: { $0.label == label }) else { return nil }
    return arguments.remove(at: index)
  }

  /// Takes the argument called `label`; reports if there is none.
  mutating func labelled(_ label: String, required reporter: inout MaskReporter) -> MaskArgument? {
    if let argument = labelled(label) { return argument }
    // A forgotten or misspelt label is reported where it should stand.
    let isNearby = arguments.contains { argument in
      argument.label.map { !likelyMeant(by: $0, among: [label]).isEmpty } ?? true
    }
    if !isNearby {
      reporter.report(.missingArgument("'\(label)'", of: name), at: bytes)
    }
    return nil
  }

  /// Reports the arguments that nothing took.
  mutating func finish(reporter: inout MaskReporter) {
    if hasFailed { return }
    for argument in arguments {
      guard let label = argument.label else {
        let text = reporter.string(argument.whole)
        reporter.report(.unexpectedArgument(text, of: name, known: known), at: argument.whole)
        continue
      }
      let bytes = argument.whole.lowerBound..<(argument.whole.lowerBound + label.utf8.count)
      if known.contains(label) {
        reporter.report(.repeatedLabel(label, of: name), at: bytes)
      } else {
        let meant = likelyMeant(by: label, among: known).first
        reporter.report(.unknownLabel(label, of: name, known: known), at: bytes, replacement: meant)
      }
    }
  }
}
