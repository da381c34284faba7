import Diagnostics
import MaskAlgebra
import Model
import Testing

extension TestGenerator {
  mutating func bits(_ count: Int) -> [Bool] { (0..<count).map { _ in Bool.random(using: &self) } }

  /// A mask for each of `symbols` on every tensor of `universe`, those of later rounds within those of earlier ones.
  mutating func masks(of symbols: [LearnedMask], for universe: ParameterUniverse) -> [LearnedMask:
    PackedMaskSet]
  {
    var found: [LearnedMask: PackedMaskSet] = [:]
    for symbol in symbols.sorted() {
      let outer = symbols.last { symbol.isNested(in: $0) }.flatMap { found[$0] }
      var set = PackedMaskSet()
      for tensor in universe.tensors {
        let mask = PackedMask(bits(tensor.count))
        set[tensor.name] = outer?[tensor.name].map { $0 & mask } ?? mask
      }
      found[symbol] = set
    }
    return found
  }
}

/// Sizes around the ends of words.
private let sizes = [0, 1, 2, 63, 64, 65, 127, 128, 129, 1_000]

@Test(arguments: sizes)
func packedMasksAreArraysOfBits(count: Int) {
  var generator = TestGenerator(seed: UInt64(count))
  let (a, b) = (generator.bits(count), generator.bits(count))
  let (left, right) = (PackedMask(a), PackedMask(b))
  func both(_ operation: (Bool, Bool) -> Bool) -> PackedMask { PackedMask(zip(a, b).map(operation)) }
  #expect((0..<count).map { left[$0] } == a)
  #expect(left & right == both { $0 && $1 })
  #expect(left | right == both { $0 || $1 })
  #expect(left ^ right == both { $0 != $1 })
  #expect(left - right == both { $0 && !$1 })
  #expect(~left == PackedMask(a.map { !$0 }))
  #expect(~(~left) == left)
  #expect(left.keptCount == a.count { $0 })
  #expect(left.keptIndices == a.indices.filter { a[$0] })
  #expect(left.intersectionCount(right) == zip(a, b).count { $0 && $1 })
  #expect(left.unionCount(right) == zip(a, b).count { $0 || $1 })
  #expect((left & right).isSubset(of: left))
  #expect(left.isSubset(of: right) == zip(a, b).allSatisfy { !$0 || $1 })
  #expect(left.isDisjoint(with: right) == !zip(a, b).contains { $0 && $1 })
  #expect((left == right) == (a == b))
  var changed = left
  for index in 0..<count { changed[index] = b[index] }
  #expect(changed == right)
}

@Test(arguments: sizes)
func bitsAfterTheLastScalarAreZero(count: Int) {
  let full = PackedMask(count: count, filledWith: true)
  #expect(full.keptCount == count && full.isFull)
  #expect(full == PackedMask(count: count, words: full.words.map { _ in ~0 }))
  #expect(~full == PackedMask(count: count))
  #expect((~full).isEmpty)
  #expect(full.words.count == PackedMask.wordCount(for: count))
}

@Test func theFirstScalarIsTheLowestBit() {
  #expect(PackedMask([true, false, true]).words == [0b101])
  #expect(PackedMask((0..<65).map { $0 == 64 }).words == [0, 1])
}

@Test func setsKeepTheOrderOfTheirNames() {
  var set = PackedMaskSet([("b", PackedMask([true])), ("a", PackedMask([true, true]))])
  set["c"] = PackedMask([false])
  set["b"] = PackedMask([false])
  #expect(set.names == ["b", "a", "c"])
  #expect(set.keptCount == 2 && set.count == 4)
  #expect(set["d"] == nil)
}

/// Word by word evaluation gives what the expression says of each scalar by itself.
@Test func masksAreEvaluatedScalarByScalar() throws {
  let base = ParameterUniverse(
    characters: CharacterShape(dimension: 3, filters: 5, width: 3), wordDimension: 6,
    encoder: Encoder(.bilstm, layers: 2, hidden: 5),
    towers: .encoder, tasks: ["a", "b"])
  let symbols: [LearnedMask] = [
    .imp(task: "a", .selected), .imp(task: "b", .round(1)), .imp(task: "b", .round(2)),
    .file(path: "f", task: nil),
  ]
  let leaves = try ["encoder.2", "biases", "tower(a)"].map { try expression($0) } + symbols.map(\.expression)
  let scope = MaskScope(universe: base, tasks: ["a", "b"], owner: "a", rounds: 2)
  var generator = TestGenerator(seed: 5)
  for _ in 0..<60 {
    let written = generator.expression(depth: 3, leaves: leaves)
    var log = DiagnosticLog()
    let mask = try #require(CanonicalMask(written, in: scope, log: &log))
    let learned = generator.masks(of: symbols, for: base)
    let packed = try mask.packed { learned[$0] }
    #expect(packed.names == base.cells.map { base.name(of: $0).text })
    for (cell, entry) in zip(base.cells, packed.entries) {
      let tensor = base.tensor(of: cell)
      let bits = (0..<tensor.count).map { index in
        value(of: written) { form in
          switch form {
          case .region(let region): return region.contains(tensor)
          case .tower: return base.tower(of: cell) == "a"
          case .learned:
            guard let symbol = symbols.first(where: { $0.expression.form == form }) else { return false }
            return symbol.isPruned && !tensor.isPrunable || learned[symbol]?[tensor.name]?[index] == true
          case .all, .none, .complement, .chain: return false
          }
        }
      }
      #expect(entry.mask == PackedMask(bits), "\(written) in \(entry.name)")
    }
  }
}

@Test func missingAndMisfitMasksAreErrors() throws {
  let base = ParameterUniverse(
    characters: nil, wordDimension: 1, encoder: Encoder(.bilstm, layers: 1, hidden: 1), towers: .none, tasks: ["ner"])
  let sparse = try mask("imp(ner)", in: base, tasks: ["ner"])
  let symbol = LearnedMask.imp(task: "ner", .selected)
  let name = base.tensors[0].name
  #expect(throws: CanonicalMask.EvaluationError.missing(symbol, tensor: name)) {
    try sparse.packed { _ in nil }
  }
  #expect(throws: CanonicalMask.EvaluationError.wrongSize(symbol, tensor: name, found: 3, expected: 4)) {
    try sparse.packed { _ in PackedMaskSet([(name, PackedMask(count: 3))]) }
  }
  #expect(try mask("all", in: base, tasks: ["ner"]).packed { _ in nil }.keptCount == base.parameterCount)
}
