/// What a stage is for, as people would say it; several stages of a plan may have one title.
package enum StageTitle: Hashable, Sendable {
  case vocabulary

  /// What training starts from; of a part of the plan's tasks, these.
  case initialization(tasks: [String]?)

  /// Training of the whole base network before masks are looked for.
  case warmup

  /// The training of a task alone to the weights that its rounds of pruning go back to.
  case rewind(task: String)

  /// The training of a round of pruning, the dense one being round 0.
  case round(task: String, Int)

  /// How much a task's loss depends on each parameter, or what is drawn in its place.
  case sensitivity(task: String)
  case drawnImportance(task: String)

  /// The mask after a round of pruning.
  case mask(task: String, round: Int)

  /// The mask that keeps a fraction.
  case maskKeeping(task: String, Double)

  case selection(task: String)
  case drawnMask(keep: Double, seed: UInt64)

  /// The mask read from a file, there under the name of a task if one is given.
  case importedMask(task: String?)

  /// The training, evaluation or count of a variant; of one with several components, that of these tasks.
  case training(variant: String, tasks: [String]?)
  case evaluation(variant: String, tasks: [String]?)
  case measurement(variant: String)

  /// The title as a name: words with points between them.
  package var text: String {
    switch self {
    case .vocabulary: "vocabulary"
    case .initialization(let tasks): "initialize\(suffix(tasks))"
    case .warmup: "warmup"
    case .rewind(let task): "rewind.\(task)"
    case .round(let task, let round): "prune.\(task).\(round)"
    case .sensitivity(let task): "sensitivity.\(task)"
    case .drawnImportance(let task): "importance.\(task)"
    case .mask(let task, let round): "mask.\(task).\(round)"
    case .maskKeeping(let task, let fraction): "mask.\(task).keep-\(fraction)"
    case .selection(let task): "select.\(task)"
    case .drawnMask(let keep, let seed): "draw.keep-\(keep).seed-\(seed)"
    case .importedMask(let task): "import.\(task ?? "mask")"
    case .training(let variant, let tasks): "train.\(variant)\(suffix(tasks))"
    case .evaluation(let variant, let tasks): "evaluate.\(variant)\(suffix(tasks))"
    case .measurement(let variant): "measure.\(variant)"
    }
  }

  private func suffix(_ tasks: [String]?) -> String { tasks.map { "." + $0.joined(separator: "+") } ?? "" }

  /// What titles are ordered by: what comes early in an experiment first, then whom it is about.
  struct SortKey: Hashable {
    let phase: Int

    /// The place of the variant, if the title has one, among those of the plan.
    let variant: Int

    let subject: String
    let number: Int
    let kind: Int

    func precedes(_ other: Self) -> Bool {
      if (phase, variant) != (other.phase, other.variant) { return (phase, variant) < (other.phase, other.variant) }
      if subject != other.subject { return subject.precedesNaturally(other.subject) }
      return (number, kind) < (other.number, other.kind)
    }
  }

  /// What the title is ordered by; `variant` is the place of its variant in order of name.
  func sortKey(variant: Int) -> SortKey {
    func key(_ phase: Int, _ subject: String = "", _ number: Int = 0, kind: Int = 0) -> SortKey {
      SortKey(phase: phase, variant: variant, subject: subject, number: number, kind: kind)
    }
    return switch self {
    case .vocabulary: key(0)
    case .initialization(let tasks): key(1, suffix(tasks))
    case .warmup: key(2)
    case .rewind(let task): key(3, task, 0, kind: -3)
    case .sensitivity(let task): key(3, task, 0, kind: -2)
    case .drawnImportance(let task): key(3, task, 0, kind: -1)
    case .mask(let task, let round): key(3, task, round, kind: 0)
    case .round(let task, let round): key(3, task, round, kind: 1)
    case .maskKeeping(let task, _): key(3, task, .max, kind: 2)
    case .selection(let task): key(3, task, .max, kind: 3)
    case .drawnMask: key(3, kind: 4)
    case .importedMask(let task): key(3, task ?? "", .max, kind: 5)
    case .training(_, let tasks): key(4, suffix(tasks), kind: 0)
    case .evaluation(_, let tasks): key(4, suffix(tasks), kind: 1)
    case .measurement: key(4, kind: 2)
    }
  }
}

extension String {
  /// Whether this text stands before `other` as people sort: numbers in it by their value, all else by its bytes.
  package func precedesNaturally(_ other: String) -> Bool {
    var (left, right) = (self, other)
    return left.withUTF8 { left in right.withUTF8 { right in left.precedesNaturally(right) } }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func precedesNaturally(_ other: Self) -> Bool {
    var (left, right) = (self[...], other[...])
    while let a = left.first, let b = right.first {
      if a.isDigit, b.isDigit {
        let (first, second) = (left.takeNumber(), right.takeNumber())
        if first.count != second.count { return first.count < second.count }
        if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
      } else {
        if a != b { return a < b }
        left.removeFirst()
        right.removeFirst()
      }
    }
    if left.isEmpty && right.isEmpty { return lexicographicallyPrecedes(other) }
    return left.isEmpty
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// The digits at the start without leading zeros, which are then gone.
  fileprivate mutating func takeNumber() -> Self {
    let digits = prefix { $0.isDigit }
    self = dropFirst(digits.count)
    return digits.drop { $0 == 0x30 }
  }
}
