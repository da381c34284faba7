import Diagnostics

/// What an expression means: when a scalar of each cell is kept.
struct MaskMeaning {
  var functions: [BooleanFunction]

  /// The places of chains that are empty though no operand is.
  let emptyChains: [SourceRange?]
}

/// The meanings of masks that have been worked out, each once for all tasks and variants in which it differs in nothing
/// but the sizes of tensors and the names of learned masks; it lives while one specification is read.
package final class MaskMeanings {
  /// The steps that all masks of a specification may take together.
  private var work = 2 * BooleanFunction.maximumWork

  private var known: [Key: MaskMeaning] = [:]

  /// The numbers of universes without sizes, and the one that was asked for last.
  private var universes: [ParameterUniverse: Int] = [:]
  private var last: (universe: ParameterUniverse, number: Int)?

  private struct Key: Hashable {
    let universe: Int
    let mask: ResolvedMask
  }

  package init() {}

  /// Whether the masks so far have taken all steps that there are for all of them.
  var isExhausted: Bool { work <= 0 }

  /// What `mask` over `universe` means, which depends on the learned masks `symbols` at most.
  func meaning(
    of mask: ResolvedMask, over universe: ParameterUniverse, _ symbols: [LearnedMask]
  ) throws(BooleanFunction.TooComplex) -> MaskMeaning {
    let names = SymbolNames(symbols)
    let outline = mask.renaming(names.placeholders)
    let key = Key(universe: number(of: universe), mask: outline)
    let meaning: MaskMeaning
    if let found = known[key] {
      meaning = found
    } else {
      meaning = try evaluate(outline, over: universe)
      known[key] = meaning
    }
    return names.isEmpty ? meaning : meaning.renamed(names.originals)
  }

  private func number(of universe: ParameterUniverse) -> Int {
    if let last, last.universe == universe { return last.number }
    let outline = universe.withoutSizes
    let number = universes[outline] ?? universes.count
    universes[outline] = number
    last = (universe, number)
    return number
  }

  private func evaluate(
    _ mask: ResolvedMask, over universe: ParameterUniverse
  ) throws(BooleanFunction.TooComplex) -> MaskMeaning {
    let steps = min(work, BooleanFunction.maximumWork)
    var evaluator = MaskEvaluator(universe, leaves: mask.cellSets, work: steps)
    let functions: [BooleanFunction]
    do throws(BooleanFunction.TooComplex) { functions = try evaluator.evaluate(mask) } catch {
      // With fewer steps than a mask may take, it is the masks before it that were too many.
      if steps < BooleanFunction.maximumWork { work = 0 }
      throw error
    }
    work -= steps - evaluator.work
    return MaskMeaning(functions: evaluator.classes.map { functions[$0] }, emptyChains: evaluator.emptyChains)
  }
}

/// Names for the learned masks of an expression that tell no more of them than their order, which are nested and which
/// are pruned.
private struct SymbolNames {
  /// The placeholder of each learned mask.
  private(set) var placeholders: [LearnedMask: LearnedMask] = [:]

  /// The learned mask of each placeholder.
  private(set) var originals: [LearnedMask: LearnedMask] = [:]

  init(_ symbols: [LearnedMask]) {
    var chain = 0
    var before: LearnedMask?
    for (rank, symbol) in Set(symbols).sorted().enumerated() {
      if let before, !symbol.isNested(in: before) { chain += 1 }
      before = symbol
      let name = Self.digits(symbol.isPruned ? chain : rank)
      let placeholder: LearnedMask = symbol.isPruned ? .imp(task: name, .round(rank + 1)) : .file(path: name, task: nil)
      placeholders[symbol] = placeholder
      originals[placeholder] = symbol
    }
  }

  /// Whether there is no learned mask.
  var isEmpty: Bool { originals.isEmpty }

  /// `number` as a text whose order is that of numbers.
  private static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}

extension MaskMeaning {
  /// The meaning where learned masks have the names `symbols`.
  fileprivate func renamed(_ symbols: [LearnedMask: LearnedMask]) -> MaskMeaning {
    var renamed: [BooleanFunction: BooleanFunction] = [:]
    var meaning = self
    meaning.functions = functions.map { function in
      if function.constant != nil { return function }
      if let known = renamed[function] { return known }
      let result = function.renamed { symbols[$0] ?? $0 }
      renamed[function] = result
      return result
    }
    return meaning
  }
}

extension ResolvedMask {
  /// The mask where learned masks have the names `numbers`.
  fileprivate func renaming(_ numbers: [LearnedMask: LearnedMask]) -> ResolvedMask {
    switch self {
    case .cells: self
    case .learned(let symbol): .learned(numbers[symbol] ?? symbol)
    case .complement(let operand): .complement(operand.renaming(numbers))
    case .chain(let combining, let operands, let range):
      .chain(combining, operands.map { $0.renaming(numbers) }, range)
    }
  }
}
