import MaskTools
package import Planning
package import Text

// How far a run is, as JSON: in event streams, and in the file by which other processes know of it.

extension RunProgress {
  /// How many stages stand where.
  package var counts: JSONValue { .object(countsByName.map { JSONValue.Member($0, .integer($1)) }) }

  var countsByName: [(String, Int)] {
    [
      ("total", total), ("cached", cached), ("done", done), ("failed", failed), ("skipped", skipped),
      ("running", running.count), ("queued", queued),
    ]
  }

  /// The estimate of what a stage takes, in seconds; `nil` where nothing is known.
  package func estimate(of stage: StageID) -> Double? { works[stage]?.seconds.flatMap { $0 > 0 ? $0 : nil } }
}

extension TrainingProgress {
  /// The members of the JSON object about it.
  package var members: [JSONValue.Member] {
    var members = [
      JSONValue.Member("epoch", .integer(epoch)), JSONValue.Member("epochs", .integer(epochs)),
      JSONValue.Member("step", .integer(step)), JSONValue.Member("steps", .integer(steps)),
      JSONValue.Member("fraction", .real(fraction)), JSONValue.Member("loss", .real(loss)),
      JSONValue.Member("learning_rate", .real(learningRate)),
      JSONValue.Member("tokens_per_second", .real(tokensPerSecond.rounded())),
    ]
    if let end = epochEnd {
      members.append(JSONValue.Member("losses", TaskValue.object(of: end.losses)))
      members.append(JSONValue.Member("dev", TaskValue.object(of: end.dev)))
      if let weights = end.weights { members.append(JSONValue.Member("weights", TaskValue.object(of: weights))) }
    }
    return members
  }
}

extension TrainingProgress.TaskValue {
  /// The object whose members are the tasks.
  package static func object(of values: [Self]) -> JSONValue {
    .object(values.map { JSONValue.Member($0.task, $0.value.map { .real($0) } ?? .null) })
  }
}
