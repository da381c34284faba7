extension StagePurpose {
  /// The purpose as a name: words with points between them, such as `round.ner.3`.
  package var text: String { text(of: nil) }

  /// The purpose as a name in which a variant, if one is given, stands after the kind.
  func text(of variant: String?) -> String {
    [kind.rawValue, variant, subject].compactMap(\.self).joined(separator: ".")
  }

  /// What stands after the kind, and after the variant, in the purpose's name: `ner.3` of a round.
  package var subject: String? {
    switch self {
    case .vocabulary, .warmup, .measure: nil
    case .initialize(let tasks), .train(let tasks), .evaluate(let tasks):
      tasks.isEmpty ? nil : tasks.joined(separator: "+")
    case .evaluateOn(let set, let tasks):
      ([set] + (tasks.isEmpty ? [] : [tasks.joined(separator: "+")])).joined(separator: ".")
    case .rewind(let task): task
    case .sensitivity(let task), .importance(let task), .select(let task): task
    case .round(let task, let round), .mask(let task, let round): "\(task).\(round)"
    case .maskKeeping(let task, let fraction): "\(task).keep-\(fraction)"
    case .draw(let keep, let seed): "keep-\(keep).seed-\(seed)"
    case .importMask(_, let task): task ?? "mask"
    }
  }

  /// The words of the purpose in plans, which `init(words:)` reads back.
  package var words: [String] {
    let kind = kind.rawValue
    return switch self {
    case .vocabulary, .warmup, .measure: [kind]
    case .initialize(let tasks), .train(let tasks), .evaluate(let tasks): [kind] + tasks
    case .evaluateOn(let set, let tasks): [kind, set] + tasks
    case .rewind(let task): [kind] + (task.map { [$0] } ?? [])
    case .importMask(let file, let task): [kind, file] + (task.map { [$0] } ?? [])
    case .sensitivity(let task), .importance(let task), .select(let task): [kind, task]
    case .round(let task, let round), .mask(let task, let round): [kind, task, "\(round)"]
    case .maskKeeping(let task, let fraction): [kind, task, "keep", "\(fraction)"]
    case .draw(let keep, let seed): [kind, "\(keep)", "\(seed)"]
    }
  }

  /// The purpose of these words; `nil` if there is none.
  package init?(words: [String]) {
    guard let first = words.first, let kind = Kind(rawValue: first) else { return nil }
    let rest = Array(words.dropFirst())
    switch kind {
    case .vocabulary: self = .vocabulary
    case .initialize: self = .initialize(tasks: rest)
    case .warmup: self = .warmup
    case .rewind: self = .rewind(task: rest.first)
    case .sensitivity:
      guard let task = rest.first else { return nil }
      self = .sensitivity(task: task)
    case .importance:
      guard let task = rest.first else { return nil }
      self = .importance(task: task)
    case .round:
      guard rest.count == 2, let round = Int(rest[1]), round >= 0 else { return nil }
      self = .round(task: rest[0], round)
    case .mask:
      if rest.count == 3, let fraction = Double(rest[2]) {
        self = .maskKeeping(task: rest[0], fraction)
      } else {
        guard rest.count == 2, let round = Int(rest[1]), round >= 0 else { return nil }
        self = .mask(task: rest[0], round: round)
      }
    case .select:
      guard let task = rest.first else { return nil }
      self = .select(task: task)
    case .draw:
      guard rest.count == 2, let keep = Double(rest[0]), let seed = UInt64(rest[1]) else { return nil }
      self = .draw(keep: keep, seed: seed)
    case .importMask:
      guard let file = rest.first else { return nil }
      self = .importMask(file: file, task: rest.dropFirst().first)
    case .train: self = .train(tasks: rest)
    case .evaluate: self = .evaluate(tasks: rest)
    case .evaluateOn:
      guard let set = rest.first else { return nil }
      self = .evaluateOn(set: set, tasks: Array(rest.dropFirst()))
    case .measure: self = .measure
    }
    // What does not say the same again has words too many, too few or other ones.
    guard self.words == words else { return nil }
  }
}
