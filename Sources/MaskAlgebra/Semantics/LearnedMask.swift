import Diagnostics

/// A mask that is no fact of the network but found by pruning, drawn at random or read: an unknown of the algebra.
///
/// It tells which scalars of the base network, one tower of it, are kept, and means the same scalars in any tower.
package enum LearnedMask: Hashable, Sendable {
  /// The mask that iterative magnitude pruning finds for `task`.
  case imp(task: String, Selection)

  /// A mask that keeps a fraction of the prunable scalars, drawn at random from a seed.
  case random(keep: Double, seed: UInt64)

  /// The mask stored in the file at `path`, there under the name of `task` if one is given.
  case file(path: String, task: String?)

  /// Which of the masks that pruning goes through.
  package enum Selection: Hashable, Sendable {
    /// The one that the experiment's rule selects.
    case selected

    /// The one that keeps this fraction.
    case keep(Double)

    /// The one after this many rounds.
    case round(Int)
  }

  /// Whether every scalar that this mask keeps is certain to be kept by `other`, a different mask.
  ///
  /// Pruning only ever drops scalars, so the masks of later rounds lie within those of earlier ones. Nothing else
  /// about different learned masks is certain.
  package func isNested(in other: LearnedMask) -> Bool {
    guard case .imp(let task, .round(let round)) = self, case .imp(task, .round(let earlier)) = other else {
      return false
    }
    return earlier < round
  }

  /// Whether pruning or chance made the mask, so that it keeps every scalar excluded from pruning.
  package var isPruned: Bool {
    switch self {
    case .imp, .random: true
    case .file: false
    }
  }
}

extension LearnedMask: Comparable {
  /// The order of unknowns in canonical forms: rounds of one task stand together, earlier ones first.
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.imp(let a, let first), .imp(let b, let second)): a == b ? first < second : a < b
    case (.random(let a, let first), .random(let b, let second)): a == b ? first < second : a < b
    case (.file(let a, let first), .file(let b, let second)): a == b ? precedes(first, second) : a < b
    case (.imp, .random), (.imp, .file), (.random, .file): true
    case (.random, .imp), (.file, .imp), (.file, .random): false
    }
  }
}

extension LearnedMask.Selection: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.selected, .selected): false
    case (.keep(let a), .keep(let b)): a < b
    case (.round(let a), .round(let b)): a < b
    case (.selected, .keep), (.selected, .round), (.keep, .round): true
    case (.keep, .selected), (.round, .selected), (.round, .keep): false
    }
  }
}

/// Whether the name `left` stands before `right`; no name stands before any.
private func precedes(_ left: String?, _ right: String?) -> Bool {
  switch (left, right) {
  case (_, nil): false
  case (nil, _): true
  case (let left?, let right?): left < right
  }
}

extension LearnedMask {
  /// The mask as an expression, with tasks by name.
  package var expression: MaskExpression {
    switch self {
    case .imp(let task, .selected): MaskExpression(.learned(.imp(Written(.named(task)), .selected)))
    case .imp(let task, .keep(let kept)):
      MaskExpression(.learned(.imp(Written(.named(task)), .keep(Written(kept)))))
    case .imp(let task, .round(let round)):
      MaskExpression(.learned(.imp(Written(.named(task)), .round(Written(round)))))
    case .random(let kept, let seed):
      MaskExpression(.learned(.random(keep: Written(kept), seed: Written(seed))))
    case .file(let path, let task):
      MaskExpression(.learned(.file(path: Written(path), task.map { Written(.named($0)) })))
    }
  }
}

extension LearnedMask {
  /// The mask whose `expression` has this spelling; `nil` if there is none.
  package init?(spelling text: String) {
    var log = DiagnosticLog()
    let source = SourceFile(name: "mask", text: text)
    let located = LocatedText(text, at: SourceRange(source, 0..<source.bytes.count))
    guard let form = MaskExpression(parsing: located, log: &log)?.form, case .learned(let reference) = form,
      let mask = LearnedMask(naming: reference), mask.expression.description == text
    else { return nil }
    self = mask
  }

  /// The mask that `reference` means wherever it stands: one that names its task.
  private init?(naming reference: LearnedReference) {
    switch reference {
    case .imp(let task, let selection):
      guard let name = task.value.name else { return nil }
      self = .imp(task: name, Selection(selection))
    case .random(let kept, let seed): self = .random(keep: kept.value, seed: seed.value)
    case .file(let path, nil): self = .file(path: path.value, task: nil)
    case .file(let path, let task?):
      guard let name = task.value.name else { return nil }
      self = .file(path: path.value, task: name)
    }
  }
}

extension LearnedMask.Selection {
  fileprivate init(_ selection: ImpSelection) {
    switch selection {
    case .selected: self = .selected
    case .keep(let fraction): self = .keep(fraction.value)
    case .round(let round): self = .round(round.value)
    }
  }
}

extension TaskReference {
  /// The name; `nil` where it depends on whose mask the expression is.
  fileprivate var name: String? {
    switch self {
    case .own: nil
    case .named(let name): name
    }
  }
}
