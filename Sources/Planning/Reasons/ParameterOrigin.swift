import ExperimentSpec
import Model

/// What of a specification decides a parameter of a stage.
package enum ParameterOrigin: Hashable, Sendable {
  /// The value at this path, which the parameter repeats.
  case value(String)

  /// Values at this path or below, from which the parameter follows.
  case part(String)

  /// The value at a path of `pruning` if it is written, else the one at a path of `training`; a stage does not tell
  /// which.
  case inherited(own: String, from: String)

  /// The paths at one of which the origin stands.
  package var paths: [String] {
    switch self {
    case .value(let path), .part(let path): [path]
    case .inherited(let own, let inherited): [own, inherited]
    }
  }
}

extension Stage {
  /// What decides the parameter in which this stage differs from another; `nil` where the stage does not tell.
  package func origin(of difference: KeyDifference) -> ParameterOrigin? {
    guard case .field(let first)? = difference.path.first else { return nil }
    let rest = difference.path.dropFirst()
    return switch first {
    case "network": networkOrigin(of: rest)
    case "seed": .value("seed")
    case "batch", "sampling", "select", "weights": .value("training.\(first)")
    case "optimizer", "clip": trainingOrigin(path(first, rest))
    case "epochs": epochsOrigin
    case "amount": .part("pruning")
    case "exclude", "scope", "rounding", "ties", "batches": .value("pruning.\(first)")
    case "lowercase", "minimum_count", "dimension": .value("base.words.\(first)")
    case "pretrained": .part("base.words.pretrained")
    case "tasks": taskOrigin(of: rest)
    case "corpora": .part("datasets")
    case "on": setOrigin(of: rest)
    case _: nil
    }
  }

  /// `start` with the fields of `steps` behind it.
  private func path(_ start: String, _ steps: ArraySlice<ParameterLine.Step>) -> String {
    steps.reduce(start) { path, step in
      switch step {
      case .field(let name): "\(path).\(name)"
      case .element: path
      }
    }
  }

  /// Whether the stage is a part of the search for masks.
  private var isOfPruning: Bool {
    switch purpose.kind {
    case .round, .mask, .select, .sensitivity, .importance, .rewind: true
    case .vocabulary, .initialize, .draw, .importMask, .warmup, .train, .evaluate, .evaluateOn, .measure: false
    }
  }

  /// What decides the value that `field` of `training` has in this stage.
  private func trainingOrigin(_ field: String) -> ParameterOrigin {
    isOfPruning ? .inherited(own: "pruning.\(field)", from: "training.\(field)") : .value("training.\(field)")
  }

  private var epochsOrigin: ParameterOrigin {
    switch purpose.kind {
    case .warmup: .value("warmup.epochs")
    case .rewind: .part("pruning.reset")
    case .round: trainingOrigin("epochs")
    case .vocabulary, .initialize, .sensitivity, .importance, .mask, .select, .draw, .importMask, .train, .evaluate,
      .evaluateOn, .measure:
      trainingOrigin("epochs")
    }
  }

  private func networkOrigin(of steps: ArraySlice<ParameterLine.Step>) -> ParameterOrigin? {
    guard case .field(let first)? = steps.first else { return nil }
    return switch first {
    case "word_dimension": .value("base.words.dimension")
    case "encoder": .value("base.encoder.kind")
    case "layers", "hidden": .value("base.encoder.\(first)")
    case "dropout", "head", "characters": .value(path("base.\(first)", steps.dropFirst()))
    case "towers", "coupling": .part("sharing")
    case _: nil
    }
  }

  /// What decides a field of the test set that the stage scores on. Its sentences, its tasks and their columns follow
  /// from the set or from the dataset that it names; a stage does not tell which.
  private func setOrigin(of steps: ArraySlice<ParameterLine.Step>) -> ParameterOrigin? {
    guard let set = purpose.set, steps.first == .field("split") else { return nil }
    return .value(SpecPath(keys: ["evaluate", set, "split"]).text)
  }

  /// What decides a field of one of the stage's tasks.
  private func taskOrigin(of steps: ArraySlice<ParameterLine.Step>) -> ParameterOrigin {
    let names = operation.definition.taskNames
    guard case .element(let number)? = steps.first, names.indices.contains(number),
      case .field(let field)? = steps.dropFirst().first
    else { return .part("tasks") }
    return switch field {
    case "corpus": .part("datasets")
    case "metric": .value("tasks.\(names[number]).metric")
    case "scheme": .part("tasks.\(names[number]).scheme")
    case _: .part("tasks")
    }
  }
}
