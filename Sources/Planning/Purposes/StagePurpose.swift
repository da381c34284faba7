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

  /// The scores of these tasks, which are trained together in a variant, on the further test set of this name.
  case evaluateOn(set: String, tasks: [String])

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
    case .evaluateOn: .evaluateOn
    case .measure: .measure
    }
  }

  /// What purposes are counted by.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    // In the order in which a stage that serves several purposes is called after them.
    case vocabulary, initialize, sensitivity, importance, round, mask, select, draw
    case importMask = "import"
    case warmup, rewind, train, evaluate
    case evaluateOn = "evaluate_on"
    case measure
  }

  /// The tasks that the purpose names.
  package var tasks: [String] {
    switch self {
    case .vocabulary, .warmup, .draw, .measure: []
    case .initialize(let tasks), .train(let tasks), .evaluate(let tasks), .evaluateOn(_, let tasks): tasks
    case .rewind(let task), .importMask(_, let task): task.map { [$0] } ?? []
    case .sensitivity(let task), .importance(let task), .round(let task, _), .mask(let task, _),
      .maskKeeping(let task, _), .select(let task):
      [task]
    }
  }

  /// The further test set that the purpose names.
  package var set: String? {
    switch self {
    case .evaluateOn(let set, _): set
    case .vocabulary, .initialize, .warmup, .rewind, .sensitivity, .importance, .round, .mask, .maskKeeping, .select,
      .draw, .importMask, .train, .evaluate, .measure:
      nil
    }
  }

  /// The round that the purpose names.
  package var round: Int? {
    switch self {
    case .round(_, let round), .mask(_, let round): round
    case .vocabulary, .initialize, .warmup, .rewind, .sensitivity, .importance, .maskKeeping, .select, .draw,
      .importMask, .train, .evaluate, .evaluateOn, .measure:
      nil
    }
  }

  /// The purpose without its tasks where these are all of a plan's, which then need not be named.
  func shortened(amid allTasks: Set<String>) -> StagePurpose {
    switch self {
    case .initialize(let tasks) where Set(tasks) == allTasks: .initialize(tasks: [])
    case .vocabulary, .initialize, .warmup, .rewind, .sensitivity, .importance, .round, .mask, .maskKeeping, .select,
      .draw, .importMask, .train, .evaluate, .evaluateOn, .measure:
      self
    }
  }

  /// Whether a stage that serves this purpose and `other` is called after this one.
  ///
  /// What rounds of pruning are for comes before what variants are, since it says more.
  func precedes(_ other: StagePurpose) -> Bool {
    if self == other { return false }
    let (mine, others) = (kind.precedence, other.kind.precedence)
    return mine == others ? words.lexicographicallyPrecedes(other.words) : mine < others
  }
}

// What follows from the kind alone.
extension StagePurpose.Kind {
  /// The part of an experiment that a stage belongs to.
  package enum Part: Sendable {
    case preparation, masks, training, results
  }

  package var part: Part {
    switch self {
    case .vocabulary, .initialize: .preparation
    case .sensitivity, .importance, .mask, .select, .draw, .importMask: .masks
    case .round, .warmup, .rewind, .train: .training
    case .evaluate, .evaluateOn, .measure: .results
    }
  }

  /// Who decides what a stage is for.
  enum Claimant {
    /// The stages that read it.
    case reader

    /// Pruning, which reads the weights or the history of a round.
    case pruning

    /// The variants that name it, as a result or as what others start from.
    case variant
  }

  var claimant: Claimant {
    switch self {
    case .vocabulary, .initialize, .sensitivity, .importance, .mask, .select, .draw, .importMask: .reader
    case .round: .pruning
    case .warmup, .rewind, .train, .evaluate, .evaluateOn, .measure: .variant
    }
  }

  fileprivate var precedence: Int {
    switch self {
    case .vocabulary, .initialize, .sensitivity, .importance, .round, .mask, .select, .draw, .importMask: 0
    case .warmup: 1
    case .rewind: 2
    case .train, .evaluate, .evaluateOn, .measure: 3
    }
  }
}

// Where a purpose stands among others.
extension StagePurpose {
  /// What comes early in an experiment first, then by whom it is about.
  struct Place: Hashable {
    let phase: Int
    let subject: String
    let number: Int
    let step: Int

    /// The further test set, if there is one.
    var set = ""
  }

  var place: Place {
    func place(_ phase: Int, _ subject: String = "", _ number: Int = 0, step: Int = 0) -> Place {
      Place(phase: phase, subject: subject, number: number, step: step)
    }
    return switch self {
    case .vocabulary: place(0)
    case .initialize(let tasks): place(1, tasks.joined(separator: "+"))
    case .warmup: place(2)
    case .rewind(let task): place(3, task ?? "", 0, step: -3)
    case .sensitivity(let task): place(3, task, 0, step: -2)
    case .importance(let task): place(3, task, 0, step: -1)
    case .mask(let task, let round): place(3, task, round, step: 0)
    case .round(let task, let round): place(3, task, round, step: 1)
    case .maskKeeping(let task, _): place(3, task, .max, step: 2)
    case .select(let task): place(3, task, .max, step: 3)
    case .draw: place(3, step: 4)
    case .importMask(_, let task): place(3, task ?? "", .max, step: 5)
    case .train(let tasks): place(4, tasks.joined(separator: "+"), step: 0)
    case .evaluate(let tasks): place(4, tasks.joined(separator: "+"), step: 1)
    case .evaluateOn(let set, let tasks):
      Place(phase: 4, subject: tasks.joined(separator: "+"), number: 0, step: 2, set: set)
    case .measure: place(4, step: 3)
    }
  }
}
