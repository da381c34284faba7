import Model

extension Stage {
  /// The path of the value of the specification that decides the parameter in which this stage differs from another;
  /// `nil` for one that no value decides.
  package func origin(of difference: KeyDifference) -> String? {
    guard case .field(let first)? = difference.path.first else { return nil }
    let rest = difference.path.dropFirst()
    return switch first {
    case "network": networkOrigin(of: rest)
    case "seed": "seed"
    case "batch", "sampling", "select", "weights": "training.\(first)"
    // Rounds take these over from 'training' unless 'pruning' writes them, which the stage does not tell.
    case "optimizer", "clip": isOfPruning ? nil : path("training.\(first)", rest)
    case "epochs": epochsOrigin
    case "amount": "pruning"
    case "exclude", "scope", "rounding", "ties", "batches": "pruning.\(first)"
    case "lowercase", "minimum_count", "pretrained", "dimension": "base.words.\(first)"
    case "tasks": taskOrigin(of: rest)
    case "corpora": "datasets"
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
    case .vocabulary, .initialize, .draw, .importMask, .warmup, .train, .evaluate, .measure: false
    }
  }

  private var epochsOrigin: String? {
    switch purpose.kind {
    case .warmup: "warmup.epochs"
    case .rewind: "pruning.reset"
    case .round: nil
    case .vocabulary, .initialize, .sensitivity, .importance, .mask, .select, .draw, .importMask, .train, .evaluate,
      .measure:
      "training.epochs"
    }
  }

  private func networkOrigin(of steps: ArraySlice<ParameterLine.Step>) -> String? {
    guard case .field(let first)? = steps.first else { return nil }
    return switch first {
    case "word_dimension": "base.words.dimension"
    case "encoder": "base.encoder.kind"
    case "layers", "hidden": "base.encoder.\(first)"
    case "dropout", "head", "characters": path("base.\(first)", steps.dropFirst())
    case "towers", "coupling": "sharing"
    case _: nil
    }
  }

  /// The path of a field of one of the stage's tasks.
  private func taskOrigin(of steps: ArraySlice<ParameterLine.Step>) -> String? {
    let names = operation.definition.taskNames
    guard case .element(let number)? = steps.first, names.indices.contains(number),
      case .field(let field)? = steps.dropFirst().first
    else { return "tasks" }
    return switch field {
    case "corpus": "datasets"
    case "metric", "scheme": "tasks.\(names[number]).\(field)"
    case _: "tasks"
    }
  }
}
