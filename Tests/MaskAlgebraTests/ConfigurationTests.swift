import Diagnostics
import MaskAlgebra
import Model
import Testing

/// The configuration in which each task has the mask written for it.
func configuration(_ masks: [String: String], in universe: ParameterUniverse) throws -> MaskConfiguration {
  let tasks = masks.keys.sorted()
  return MaskConfiguration(
    universe: universe,
    try masks.map { task, text in
      MaskConfiguration.Entry(task: task, mask: try mask(text, in: universe, tasks: tasks, owner: task))
    })
}

/// The configuration in which all three tasks of the paper have the mask `text`.
private func everywhere(_ text: String, in universe: ParameterUniverse) throws -> MaskConfiguration {
  try configuration(["pos": text, "ner": text, "chunk": text], in: universe)
}

private func thousands(_ range: ClosedRange<Int>) -> [Int] {
  [range.lowerBound, range.upperBound].map { ($0 + 500) / 1000 }
}

private let paperRounds = [1: ["pos": 6, "ner": 5, "chunk": 7], 2: ["pos": 10, "ner": 12, "chunk": 8]]

/// Table 3 of the paper, in thousands, for its first and second experiment; it prints 4485 for 4486.
@Test(arguments: [(1, 1602, 811, 534, 1596), (2, 4491, 1459, 1497, 4486)])
func theLedgerGivesThePapersTable(layers: Int, single: Int, subnet: Int, hard: Int, soft: Int) throws {
  let towers = paperBase(layers: layers, towers: .all)
  let counts = LearnedCounts(
    ladder: paperLadder, universe: towers, selected: try #require(paperRounds[layers]))
  #expect(try thousands(everywhere("tower(self)", in: towers).unionCount()) == [single, single])
  #expect(
    try thousands(everywhere("tower(self) & imp(self)", in: towers).unionCount(counts)) == [subnet, subnet])
  #expect(try thousands(everywhere("all", in: paperBase(layers: layers)).unionCount()) == [hard, hard])
  let coupled = paperBase(layers: layers, towers: .encoder)
  #expect(try thousands(everywhere("char_cnn | tower(self)", in: coupled).unionCount()) == [soft, soft])
  let levels = ["pos": "char_cnn | layers(1)", "ner": "all", "chunk": "all"]
  #expect(try thousands(configuration(levels, in: paperBase(layers: 2)).unionCount()) == [1497, 1497])
}

@Test func sparseSharingIsBoundedByItsMasks() throws {
  let base = paperBase(layers: 1)
  let counts = LearnedCounts(ladder: paperLadder, universe: base, selected: try #require(paperRounds[1]))
  let sparse = try everywhere("imp(self)", in: base)
  let each = sparse.entries.map { $0.mask.keptCount(counts) }
  #expect(each.allSatisfy { $0.lowerBound == $0.upperBound })
  let union = sparse.unionCount(counts)
  #expect(union.lowerBound == each.map(\.lowerBound).max())
  // The paper measured 396k; all that is certain is that the union is not larger than the whole.
  #expect(union.contains(396_000) && union.upperBound <= base.parameterCount)
  // Kept fractions of .50, .56 and .45 need not have anything in common but the biases.
  #expect(sparse.intersectionCount(counts).lowerBound == base.parameterCount - base.prunableCount)
}

/// Bounds hold for every choice of masks with the known counts, and are met where the count is certain.
@Test func countsLieWithinTheirBounds() throws {
  let base = ParameterUniverse(
    characters: CharacterShape(dimension: 1, filters: 2, width: 2), wordDimension: 1,
    encoder: Encoder(.bilstm, layers: 1, hidden: 2),
    towers: .encoder, tasks: ["a", "b"])
  let symbols: [LearnedMask] = [
    .imp(task: "a", .round(1)), .imp(task: "a", .round(2)), .file(path: "f", task: nil),
  ]
  let leaves = try ["char_cnn", "tower(a)", "encoder.1.input", "biases"].map { try expression($0) }
  let scope = MaskScope(universe: base, tasks: ["a", "b"], owner: "a", rounds: 2)
  var generator = TestGenerator(seed: 4)
  for _ in 0..<400 {
    let written = generator.expression(depth: 3, leaves: leaves + symbols.map(\.expression))
    var log = DiagnosticLog()
    let mask = try #require(CanonicalMask(written, in: scope, log: &log))
    let learned = generator.masks(of: symbols, for: base)
    let kept = learned.mapValues { set in
      set.entries.enumerated().reduce(0) {
        $0 + (base.tensors[$1.offset].isPrunable ? $1.element.mask.keptCount : 0)
      }
    }
    let inFile = learned[symbols[2]]?.keptCount ?? 0
    let counts = LearnedCounts { symbol in
      let count = symbol.isPruned ? kept[symbol] ?? 0 : inFile
      return count...count
    }
    let count = try mask.packed { learned[$0] }.keptCount
    #expect(mask.keptCount().contains(count), "\(written)")
    #expect(mask.keptCount(counts).contains(count), "\(written)")
    #expect(mask.keptCount().lowerBound <= mask.keptCount(counts).lowerBound, "\(written)")
    #expect(mask.keptCount(counts).upperBound <= mask.keptCount().upperBound, "\(written)")
    if mask.isStatic { #expect(mask.keptCount() == count...count, "\(written)") }
  }
}

@Test func mechanismsAreOneTypeOfValue() throws {
  let base = paperBase(layers: 2)
  let hard = try everywhere("all", in: base)
  #expect(try everywhere("layers(1..2) | char_cnn", in: base) == hard)
  #expect(try everywhere("char_cnn | encoder", in: base) == hard)
  let levels = [
    "pos": "char_cnn | layers(1)", "ner": "char_cnn | layers(1..2)", "chunk": "char_cnn | layers(1..2)",
  ]
  let masks = ["pos": "all - encoder.2", "ner": "all", "chunk": "encoder | char_cnn"]
  #expect(try configuration(levels, in: base) == configuration(masks, in: base))
  #expect(try configuration(levels, in: base) != hard)
}

@Test func patternsDivideTheParameters() throws {
  let levels = [
    "pos": "char_cnn | encoder.1", "ner": "all", "chunk": "char_cnn | encoder.1 | encoder.2 & imp(chunk)",
  ]
  let base = paperBase(layers: 2)
  let patterns = try configuration(levels, in: base).sharingPatterns
  #expect(patterns.map(\.users) == [["chunk", "ner", "pos"], ["chunk", "ner"], ["chunk", "ner"]])
  #expect(patterns.map(\.certainUsers) == [["chunk", "ner", "pos"], ["ner"], ["chunk", "ner"]])
  #expect(
    patterns.map { base.expression(for: $0.cells).description } == [
      "char_cnn | encoder.1", "encoder.2.weights", "encoder.2.biases",
    ])
  #expect(patterns.reduce(0) { $0 + $1.parameterCount } == base.parameterCount)
}

@Test func tasksThatCannotMeetAreIndependent() throws {
  let base = paperBase(layers: 1)
  #expect(try everywhere("imp(self)", in: base).independentGroups == [["chunk", "ner", "pos"]])
  let towers = paperBase(layers: 1, towers: .all)
  #expect(try everywhere("tower(self)", in: towers).independentGroups == [["chunk"], ["ner"], ["pos"]])
  #expect(
    try everywhere("tower(self) | char_cnn", in: towers).independentGroups == [["chunk", "ner", "pos"]])
  let split = ["pos": "imp(ner)", "ner": "biases | ~imp(ner)", "chunk": "biases | ~imp(ner)"]
  #expect(try configuration(split, in: base).independentGroups == [["chunk", "ner", "pos"]])
  let parts = split.mapValues { "weights & (\($0))" }
  #expect(try configuration(parts, in: base).independentGroups == [["chunk", "ner"], ["pos"]])
}

@Test func aTaskAloneInItsTowerIsTheTaskAlone() throws {
  let towers = paperBase(layers: 1, towers: .all)
  let single = try everywhere("tower(self)", in: towers)
  let alone = try configuration(["ner": "all"], in: paperBase(layers: 1))
  #expect(single.restricted(to: ["ner"]) == alone)
  let subnet = try everywhere("tower(self) & imp(self)", in: towers)
  #expect(try subnet.restricted(to: ["ner"]) == configuration(["ner": "imp(ner)"], in: paperBase(layers: 1)))
  let crossed = try configuration(
    ["ner": "tower(pos)", "pos": "tower(ner)"], in: paperBase(layers: 1, towers: .all, tasks: ["ner", "pos"]))
  #expect(crossed.restricted(to: ["ner"]) == alone)
  let soft = try everywhere("char_cnn | tower(self)", in: paperBase(layers: 1, towers: .encoder))
  #expect(soft.restricted(to: soft.tasks) == soft)
  let pair = soft.restricted(to: ["ner", "pos"])
  #expect(pair.universe.towers == ["ner", "pos"])
  #expect(pair.canonicalText == "ner: char_cnn | tower(ner)\npos: char_cnn | tower(pos)")
  let dead = try everywhere("char_cnn", in: paperBase(layers: 1, towers: .encoder))
  #expect(dead.restricted(to: ["ner"]).universe == paperBase(layers: 1))
}

// MARK: The check

/// The codes that checking the masks of `ner` and `pos` finds, with the task each is about.
private func findings(
  ner: String, pos: String = "all", layers: Int = 2, towers: TowerScope = .none, isCoupled: Bool = false
) throws -> [String] {
  let base = paperBase(layers: layers, towers: towers, tasks: ["ner", "pos"])
  var log = DiagnosticLog()
  try configuration(["ner": ner, "pos": pos], in: base).check(
    isCoupled: isCoupled, origin: { MaskOrigin(range: nil, path: "masks.\($0)") }, log: &log)
  return log.diagnostics.map { "\($0.code.id) \($0.path ?? "")" }
}

@Test func pathsMustNotBeCut() throws {
  #expect(try findings(ner: "char_cnn | encoder.2") == ["E0330 masks.ner"])
  #expect(try findings(ner: "encoder.2 | encoder.1.biases") == ["E0330 masks.ner", "W0304 masks.ner"])
  #expect(try findings(ner: "encoder.1 & imp(ner)") == [])
  #expect(try findings(ner: "all - encoder.2.weights") == ["W0304 masks.ner"])
  #expect(try findings(ner: "char_cnn") == ["E0331 masks.ner"])
  #expect(try findings(ner: "none") == ["E0331 masks.ner"])
  #expect(try findings(ner: "biases") == ["E0331 masks.ner"])
  #expect(try findings(ner: "encoder.recurrent | encoder.2.input") == ["E0333 masks.ner"])
  #expect(try findings(ner: "encoder.forward") == [])
}

@Test func aTaskLivesInOneTower() throws {
  #expect(try findings(ner: "tower(self)", pos: "tower(self)", towers: .all) == [])
  #expect(try findings(ner: "all", pos: "tower(self)", towers: .all) == ["E0332 masks.ner"])
  #expect(try findings(ner: "all", pos: "tower(self)", towers: .all, isCoupled: true) == [])
  #expect(
    try findings(ner: "tower(pos) & encoder.2", pos: "tower(self)", towers: .encoder) == ["E0330 masks.ner"])
  #expect(try findings(ner: "char_cnn", pos: "tower(self)", towers: .encoder) == ["E0331 masks.ner"])
}

@Test func equalMasksAreSuspiciousWhereOneWasCopied() throws {
  #expect(try findings(ner: "imp(pos)", pos: "imp(self)") == ["W0301 masks.ner"])
  #expect(try findings(ner: "imp(ner)", pos: "imp(ner)") == ["W0301 masks.pos"])
  #expect(try findings(ner: "imp(ner) & imp(pos)", pos: "imp(ner) & imp(pos)") == [])
  #expect(try findings(ner: "all", pos: "all") == [])
  #expect(try findings(ner: "random(keep: 0.5, seed: 1)", pos: "random(keep: 0.5, seed: 1)") == [])
}

@Test func depthIsTheDeepestLayerWithWeights() throws {
  let base = paperBase(layers: 3)
  #expect(
    try ["none", "biases", "encoder.1", "layers(1..2) | biases", "imp(ner)"].map {
      try mask($0, in: base).depth
    } == [0, 0, 1, 2, 3])
  let towers = paperBase(layers: 3, towers: .encoder)
  let lower = try mask("char_cnn | tower(ner) & layers(1..2)", in: towers)
  #expect(lower.depth == 2)
  #expect(lower.liveTowers == ["ner"])
  #expect(lower.liveLayers(in: "pos") == [])
}
