import Model
package import Text

// How the values of JSON artifacts are written and read back: each member has the name of its property. Artifacts are
// named by their digests, so a change of these names or values is a change of the operation that makes the artifact.

extension Metric: JSONRepresentable {}

extension VocabularyFile: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      words: try json.required(notEmpty: json.value("words")),
      characters: try json.value("characters"),
      lowercase: try json.value("lowercase"))
  }

  package var json: JSONValue {
    ["words": words.json, "characters": characters.json, "lowercase": lowercase.json]
  }
}

extension HistoryFile: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      metrics: try json.value("metrics"),
      epochs: try json.value("epochs"),
      selectedEpoch: try json.value("selectedEpoch"))
  }

  package var json: JSONValue {
    ["metrics": metrics.json, "epochs": epochs.json, "selectedEpoch": selectedEpoch.json]
  }
}

extension HistoryFile.Epoch: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      epoch: try json.value("epoch"),
      learningRate: try json.value("learningRate"),
      steps: try json.value("steps"),
      loss: try json.value("loss"),
      dev: try json.scores("dev"),
      weights: try json.valueIfThere("weights"))
  }

  package var json: JSONValue {
    var members = [
      JSONValue.Member("epoch", epoch.json),
      JSONValue.Member("learningRate", learningRate.json),
      JSONValue.Member("steps", steps.json),
      JSONValue.Member("loss", loss.json),
      JSONValue.Member("dev", dev.json),
    ]
    if let weights { members.append(JSONValue.Member("weights", weights.json)) }
    return .object(members)
  }
}

extension ChoiceFile: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      task: try json.value("task"),
      metric: try json.value("metric"),
      round: try json.value("round"),
      candidates: try json.value("candidates"))
  }

  package var json: JSONValue {
    ["task": task.json, "metric": metric.json, "round": round.json, "candidates": candidates.json]
  }
}

extension ChoiceFile.Candidate: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      round: try json.value("round"),
      dev: try json.score("dev"),
      kept: try json.value("kept"),
      of: try json.value("of"))
  }

  package var json: JSONValue {
    ["round": round.json, "dev": dev.json, "kept": kept.json, "of": of.json]
  }
}

extension ScoresFile: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      tasks: try json.value("tasks"))
  }

  package var json: JSONValue {
    ["tasks": tasks.json]
  }
}

extension ScoresFile.TaskScore: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      task: try json.value("task"),
      metric: try json.value("metric"),
      split: try json.value("split"),
      score: try json.score("score"),
      numbers: try json.scores("numbers"),
      counts: try json.value("counts"),
      types: try json.value("types"),
      confusion: try json.value("confusion"))
  }

  package var json: JSONValue {
    [
      "task": task.json, "metric": metric.json, "split": split.json, "score": score.json, "numbers": numbers.json,
      "counts": counts.json, "types": types.json, "averages": TypeAverages(over: types).json,
      "confusion": confusion.json,
    ]
  }
}

// Ratios and their means follow from counts: they are written for those who read the file, and not read.

extension TypeCounts: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    let counts = MatchCounts(
      correct: try json.value("correct"), predicted: try json.value("predicted"), gold: try json.value("gold"))
    self.init(type: try json.value("type"), counts: counts)
  }

  package var json: JSONValue {
    .object(
      [
        JSONValue.Member("type", type.json), JSONValue.Member("gold", counts.gold.json),
        JSONValue.Member("predicted", counts.predicted.json), JSONValue.Member("correct", counts.correct.json),
      ] + counts.ratios.members)
  }
}

extension MatchRatios {
  fileprivate var members: [JSONValue.Member] {
    [
      JSONValue.Member("precision", precision.json), JSONValue.Member("recall", recall.json),
      JSONValue.Member("f1", f1.json),
    ]
  }
}

extension TypeAverages {
  fileprivate var json: JSONValue {
    ["micro": .object(micro.members), "macro": .object(macro.members), "weighted": .object(weighted.members)]
  }
}

extension Confusion: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      tokens: try json.value("tokens"), missed: try json.value("missed"), spurious: try json.value("spurious"),
      wrongType: try json.value("wrong_type"), wrongBorder: try json.value("wrong_border"))
  }

  package var json: JSONValue {
    [
      "tokens": tokens.json, "missed": missed.json, "spurious": spurious.json, "wrong_type": wrongType.json,
      "wrong_border": wrongBorder.json,
    ]
  }
}

extension Confusion.Single: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(type: try json.value("type"), count: try json.value("count"))
  }

  package var json: JSONValue { ["type": type.json, "count": count.json] }
}

extension Confusion.Pair: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      gold: try json.value("gold"), predicted: try json.value("predicted"), count: try json.value("count"))
  }

  package var json: JSONValue { ["gold": gold.json, "predicted": predicted.json, "count": count.json] }
}

extension SharingFile: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      tasks: try json.value("tasks"),
      union: try json.value("union"),
      intersection: try json.value("intersection"),
      total: try json.value("total"))
  }

  package var json: JSONValue {
    ["tasks": tasks.json, "union": union.json, "intersection": intersection.json, "total": total.json]
  }
}

extension SharingFile.TaskCount: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(
      task: try json.value("task"),
      parameters: try json.value("parameters"),
      prunableKept: try json.value("prunableKept"),
      prunable: try json.value("prunable"))
  }

  package var json: JSONValue {
    ["task": task.json, "parameters": parameters.json, "prunableKept": prunableKept.json, "prunable": prunable.json]
  }
}

extension LocatedJSON {
  /// The value of a metric that the member called `name` spells. Range: −1 to 1.
  fileprivate func score(_ name: String) throws(JSONValueError) -> Double {
    let member = try member(name)
    let value = try Double(reading: member)
    return try member.required(abs(value) <= 1 ? value : nil, "a number from -1 to 1")
  }

  /// The values of metrics, by name, that the member called `name` spells. Range: −1 to 1.
  fileprivate func scores(_ name: String) throws(JSONValueError) -> [String: Double] {
    let member = try member(name)
    let values = try [String: Double](reading: member)
    return try member.required(values.values.allSatisfy { abs($0) <= 1 } ? values : nil, "numbers from -1 to 1")
  }

  /// `values`, if there are any.
  fileprivate func required(notEmpty values: [String]) throws(JSONValueError) -> [String] {
    try required(values.isEmpty ? nil : values, "a list that is not empty")
  }
}
