import Diagnostics
import Planning
package import Running
import Text

/// What a terminal shows of a run while it goes on: a function from how far the run is and the room there is to lines.
package struct RunScreen: Sendable {
  private let progress: RunProgress

  /// The time since the run began, in seconds.
  private let time: Double

  package init(_ progress: RunProgress, at time: Double) {
    self.progress = progress
    self.time = time
  }

  /// The lines, none of which takes more than `width` columns; there are at most `height` of them.
  package func lines(width: Int, height: Int = .max) -> [String] {
    guard progress.outline != nil, height > 0 else { return [] }
    var lines = progress.running.map { line(of: $0, width: width) }
    if !progress.awaited.isEmpty {
      lines.append("  other processes: " + progress.awaited.joined(separator: ", ").escapedForTerminals)
    }
    if lines.count > height - 1 {
      let shown = max(0, height - 2)
      lines = Array(lines.prefix(shown)) + ["  and \(lines.count - shown) more"]
    }
    return ([summary(width: width)] + lines).prefix(height).map { $0.shortened(to: width) }
  }

  /// The line about the plan: counts of stages and the time left.
  private func summary(width: Int) -> String {
    let left = progress.timeLeft(at: time).map { "\(duration($0)) left" } ?? ""
    let (cached, queued) = ("\(progress.cached) cached", "\(progress.queued) queued")
    var fields = [
      Field("\(progress.done) done", importance: 5), Field(cached, importance: 2),
      Field("\(progress.running.count) running", importance: 4), Field(queued, importance: 3),
    ]
    if progress.failed > 0 { fields.append(Field("\(progress.failed) failed", importance: 7)) }
    if progress.skipped > 0 { fields.append(Field("\(progress.skipped) skipped", importance: 1)) }
    fields.append(Field(left, importance: 6))
    return Field.fitted(fields, behind: progress.outline?.experiment ?? "", separator: ", ", width: width)
  }

  /// The line about a stage under way.
  private func line(of stage: RunProgress.RunningStage, width: Int) -> String {
    var fields: [Field] = []
    if let training = stage.training {
      fields = [
        Field("epoch \(training.epoch)/\(training.epochs)", importance: 5),
        Field("\(training.wholeTokensPerSecond) tokens/s", importance: 2),
        Field("loss \(fixed(training.loss, 4))", importance: 3),
        Field(stage.dev.isEmpty ? "" : "dev " + scores(stage.dev), importance: 1),
      ]
    }
    let left = progress.timeLeft(of: stage, at: time)
    fields.append(Field(left.map { "\(duration($0)) left" } ?? duration(time - stage.started), importance: 4))
    return "  " + Field.fitted(fields, behind: stage.name, separator: "  ", width: width - 2)
  }
}

/// A part of a line, which is left out where there is no room for it.
private struct Field {
  let text: String
  let importance: Int

  init(_ text: String, importance: Int) {
    self.text = text.escapedForTerminals
    self.importance = importance
  }

  /// The columns that a name keeps as long as there is something else to leave out.
  private static let leastName = 10

  /// `name` and those of `fields` for which there is room; the name is shortened before the last field goes.
  static func fitted(_ fields: [Field], behind name: String, separator: String, width: Int) -> String {
    let name = name.escapedForTerminals
    var kept = fields.filter { !$0.text.isEmpty }
    func rest() -> String { kept.map { separator + $0.text }.joined() }
    let wanted = min(name.widestDisplay, leastName)
    while kept.count > 1, wanted + rest().widestDisplay > width {
      guard let least = kept.indices.min(by: { kept[$0].importance < kept[$1].importance }) else { break }
      kept.remove(at: least)
    }
    if let only = kept.first, kept.count == 1, rest().widestDisplay >= width { return only.text }
    let text = rest()
    return name.shortened(to: width - text.widestDisplay) + text
  }
}

/// Scores of tasks for people, in percent: `pos 96.72, ner 86.42`.
func scores(_ values: [TrainingProgress.TaskValue]) -> String {
  values.map { "\($0.task) \($0.value.map { fixed(100 * $0, 2) } ?? "–")" }.joined(separator: ", ")
}
