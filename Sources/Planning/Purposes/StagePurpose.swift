/// Why a plan has a stage: what it is for, whichever variants want it.
///
/// A purpose is made in lowering and kept with the stage, outside its key.
package indirect enum StagePurpose: Hashable, Sendable {
  /// The numbers of words and characters.
  case vocabulary

  /// What the training of these tasks starts from.
  case initialize(tasks: [String])

  /// The training of the whole base network before masks are looked for.
  case warmup

  /// The training to the weights that rounds of pruning go back to: of one task alone, or of all tasks.
  case rewind(task: String?)

  /// How much a task's loss depends on each parameter.
  case sensitivity(task: String)

  /// The importance of each parameter, drawn at random.
  case importance(task: String)

  /// The training of a round of pruning; the dense one is round 0.
  case round(task: String, Int)

  /// The mask after a round of pruning.
  case mask(task: String, round: Int)

  /// The mask that keeps a fraction.
  case maskKeeping(task: String, Double)

  /// The choice among the masks of all rounds.
  case select(task: String)

  /// A mask drawn at random.
  case draw(keep: Double, seed: UInt64)

  /// The mask read from the file that expressions call so, there under the name of a task if one is given.
  case importMask(file: String, task: String?)

  /// The training of these tasks for a variant's results.
  case train(tasks: [String])

  /// The scores of these tasks in a variant.
  case evaluate(tasks: [String])

  /// The counts of a variant's parameters.
  case measure

  /// The first word of the purpose's text.
  package var kind: Kind {
    switch self {
    case .vocabulary: .vocabulary
    case .initialize: .initialize
    case .warmup: .warmup
    case .rewind: .rewind
    case .sensitivity: .sensitivity
    case .importance: .importance
    case .round: .round
    case .mask, .maskKeeping: .mask
    case .select: .select
    case .draw: .draw
    case .importMask: .importMask
    case .train: .train
    case .evaluate: .evaluate
    case .measure: .measure
    }
  }

  /// What purposes are counted by.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    // In the order in which a stage that serves several purposes is called after them.
    case vocabulary, initialize, sensitivity, importance, round, mask, select, draw
    case importMask = "import"
    case warmup, rewind, train, evaluate, measure
  }

  /// The tasks that the purpose names.
  package var tasks: [String] {
    switch self {
    case .vocabulary, .warmup, .draw, .measure: []
    case .initialize(let tasks), .train(let tasks), .evaluate(let tasks): tasks
    case .rewind(let task), .importMask(_, let task): task.map { [$0] } ?? []
    case .sensitivity(let task), .importance(let task), .round(let task, _), .mask(let task, _),
      .maskKeeping(let task, _), .select(let task):
      [task]
    }
  }

  /// The round that the purpose names.
  package var round: Int? {
    switch self {
    case .round(_, let round), .mask(_, let round): round
    case .vocabulary, .initialize, .warmup, .rewind, .sensitivity, .importance, .maskKeeping, .select, .draw,
      .importMask, .train, .evaluate, .measure:
      nil
    }
  }

  /// The purpose as a name: words with points between them, such as `round.ner.3`.
  package var text: String {
    switch self {
    case .vocabulary, .warmup, .measure: kind.rawValue
    case .initialize(let tasks), .train(let tasks), .evaluate(let tasks): name(tasks.joined(separator: "+"))
    case .rewind(let task): task.map { name($0) } ?? kind.rawValue
    case .sensitivity(let task), .importance(let task), .select(let task): name(task)
    case .round(let task, let round), .mask(let task, let round): name("\(task).\(round)")
    case .maskKeeping(let task, let fraction): name("\(task).keep-\(fraction)")
    case .draw(let keep, let seed): name("keep-\(keep).seed-\(seed)")
    case .importMask(_, let task): name(task ?? "mask")
    }
  }

  private func name(_ rest: String) -> String { "\(kind.rawValue).\(rest)" }

  /// Whether a stage that serves this purpose and `other` is called after this one.
  ///
  /// What rounds of pruning are for comes before what variants are, since it says more.
  func precedes(_ other: StagePurpose) -> Bool {
    if self == other { return false }
    let (mine, others) = (kind.precedence, other.kind.precedence)
    return mine == others ? words.lexicographicallyPrecedes(other.words) : mine < others
  }
}

extension StagePurpose.Kind {
  fileprivate var precedence: Int {
    switch self {
    case .vocabulary, .initialize, .sensitivity, .importance, .round, .mask, .select, .draw, .importMask: 0
    case .warmup: 1
    case .rewind: 2
    case .train, .evaluate, .measure: 3
    }
  }
}
