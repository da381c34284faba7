import Diagnostics
package import MaskAlgebra
import Model

/// What parameters refer to and do not hold themselves: files, the tasks of the plan, and the parameters that masks
/// are about.
///
/// It lives as long as one plan is read, and remembers the masks that it has read.
package final class ReadingContext {
  /// The plan's files by their content.
  let files: [Digest: InputFile]

  /// The tasks of all variants, by name, which learned masks may speak of.
  let tasks: [String]

  /// The scalars that the masks of the stage being read are about.
  package var stageUniverse: ParameterUniverse?

  private var masks: [MaskKey: CanonicalMask] = [:]

  private struct MaskKey: Hashable {
    let universe: ParameterUniverse
    let text: String
    let task: String
  }

  /// More rounds than any schedule has.
  private static let anyRound = 1_000_000

  package init(files: [Digest: InputFile], tasks: [String]) {
    self.files = files
    self.tasks = tasks
  }

  /// The scalars that `value` describes in canonical form.
  package func universe(_ value: CanonicalValue) throws(ParameterError) -> ParameterUniverse {
    try ParameterUniverse(reading: value, in: self)
  }

  /// The masks that `text` describes, a line for each task.
  func configuration(
    _ text: String, over universe: ParameterUniverse, at path: String
  ) throws(ParameterError) -> MaskConfiguration {
    var entries: [MaskConfiguration.Entry] = []
    var seen: Set<String> = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let task = tasks.first { line.hasPrefix("\(TaskReference.named($0)): ") }
      guard let task, seen.insert(task).inserted else {
        throw ParameterError(path: path, message: "expected one mask for each task, found '\(line)'")
      }
      let mask = String(line.dropFirst("\(TaskReference.named(task)): ".count))
      entries.append(MaskConfiguration.Entry(task: task, mask: try self.mask(mask, of: task, over: universe, at: path)))
    }
    return MaskConfiguration(universe: universe, entries)
  }

  /// The mask that `text` describes.
  package func mask(
    _ text: String, of task: String, over universe: ParameterUniverse, at path: String
  ) throws(ParameterError) -> CanonicalMask {
    let key = MaskKey(universe: universe, text: text, task: task)
    if let known = masks[key] { return known }
    var log = DiagnosticLog()
    let source = SourceFile(name: path, text: text)
    let located = LocatedText(text, at: SourceRange(source, 0..<source.bytes.count))
    let scope = MaskScope(
      universe: universe, tasks: Set(tasks + universe.towers).sorted(), owner: task, rounds: Self.anyRound)
    guard let expression = MaskExpression(parsing: located, log: &log),
      let mask = CanonicalMask(expression, in: scope, log: &log)
    else {
      let reason = log.diagnostics.first { $0.severity == .error }?.message ?? "it is no mask"
      throw ParameterError(path: path, message: "the mask of '\(task)' cannot be read: \(reason)")
    }
    masks[key] = mask
    return mask
  }
}

extension ParameterReader {
  /// The masks of a field, over the parameters that the stage is said to be about.
  mutating func masks(_ name: String) throws(ParameterError) -> MaskConfiguration {
    guard let universe = context.stageUniverse else {
      throw error(name, "the stage does not say which parameters masks are about")
    }
    return try masks(name, over: universe)
  }

  /// The masks of a field.
  mutating func masks(_ name: String, over universe: ParameterUniverse) throws(ParameterError) -> MaskConfiguration {
    try context.configuration(try text(name), over: universe, at: path(of: name))
  }
}
