import Diagnostics
import MaskAlgebra
import Model
import Testing

private let universe = ParameterUniverse(
  characters: CharacterShape(dimension: 1, filters: 1, width: 1), wordDimension: 1,
  encoder: Encoder(.bilstm, layers: 2, hidden: 1), towers: .encoder, tasks: ["a", "b"])

/// Learned masks that differ in their names alone, also in which of them are nested.
private let namings: [[LearnedMask]] = [
  [.imp(task: "a", .round(1)), .imp(task: "a", .round(2)), .imp(task: "b", .selected), .file(path: "f", task: nil)],
  [.imp(task: "a", .round(3)), .imp(task: "a", .round(9)), .random(keep: 0.5, seed: 1), .file(path: "g", task: "a")],
  [.imp(task: "b", .round(2)), .imp(task: "b", .round(3)), .random(keep: 0.5, seed: 2), .file(path: "g", task: "b")],
  // Not nested in the first one.
  [.imp(task: "a", .selected), .imp(task: "a", .round(2)), .imp(task: "b", .selected), .file(path: "f", task: nil)],
  // Others are pruned.
  [.imp(task: "a", .round(1)), .imp(task: "a", .round(2)), .file(path: "e", task: nil), .file(path: "f", task: nil)],
]

/// What is remembered of masks of other names is what would be worked out.
@Test(arguments: 0..<100 as Range<UInt64>)
func meaningsAreRememberedWhateverLearnedMasksAreCalled(seed: UInt64) throws {
  let memory = MaskMeanings()
  for symbols in namings + namings.reversed() {
    var generator = TestGenerator(seed: seed)
    let leaves = symbols.map(\.expression) + [try expression("tower(a)"), try expression("encoder.1 | biases")]
    let written = generator.expression(depth: 4, leaves: leaves)
    let scope = MaskScope(universe: universe, tasks: ["a", "b"], owner: "a", rounds: 9)
    var (fresh, remembered) = (DiagnosticLog(), DiagnosticLog())
    let mask = try #require(CanonicalMask(written, in: scope, log: &fresh))
    let known = try #require(CanonicalMask(written, in: scope, memory: memory, log: &remembered))
    #expect(known == mask && known.hashValue == mask.hashValue, "\(written)")
    #expect(known.canonicalText == mask.canonicalText)
    #expect(remembered.diagnostics == fresh.diagnostics)
  }
}

private func pairs(_ count: Int, _ order: [Int]? = nil) -> String {
  (order ?? Array(0..<count)).map { "imp(a\($0)) & imp(b\($0))" }.joined(separator: " | ")
}

/// Masks of one form are worked out once, others use up what work there is for all.
@Test func theWorkForAllMasksIsBounded() throws {
  let base = paperBase(layers: 1)
  let tasks = ["a", "b"].flatMap { name in (0..<12).map { "\(name)\($0)" } }
  let memory = MaskMeanings()
  func findings(_ text: String, picksLastRound: Bool, rounds: Int) throws -> [String] {
    var log = DiagnosticLog()
    let scope = MaskScope(
      universe: base, tasks: tasks, owner: "a0", rounds: rounds, picksLastRound: picksLastRound)
    _ = CanonicalMask(try expression(text), in: scope, memory: memory, log: &log)
    return log.diagnostics.map(\.message)
  }
  for rounds in 1...300 { #expect(try findings(pairs(12), picksLastRound: true, rounds: rounds) == []) }
  // Each is of a form of its own.
  var generator = TestGenerator(seed: 1)
  var refusals: [String] = []
  for _ in 0..<400 where refusals.isEmpty {
    refusals = try findings(pairs(12, (0..<12).shuffled(using: &generator)), picksLastRound: false, rounds: 1)
  }
  #expect(
    refusals == [
      "expected simpler combinations of learned masks: the decision diagrams of this specification are too large together"
    ])
}

/// Groups are those of a plain search for masks that have something in common.
@Test(arguments: 0..<60 as Range<UInt64>)
func groupsAreConnectedByCommonScalars(seed: UInt64) throws {
  var generator = TestGenerator(seed: seed)
  let leaves = try ["tower(a)", "tower(b)", "encoder.1", "weights", "imp(a)", "imp(b)", "none", "char_cnn"].map {
    try expression($0)
  }
  let scope = MaskScope(universe: universe, tasks: ["a", "b"], owner: "a", rounds: 2)
  let entries = try (0..<6).map { number in
    let operands = (0..<3).map { _ in generator.expression(depth: 2, leaves: leaves) }
    var log = DiagnosticLog()
    let mask = try #require(CanonicalMask(.chain(.and, operands), in: scope, log: &log))
    return MaskConfiguration.Entry(task: "t\(number)", mask: mask)
  }
  var groups: [Set<String>] = []
  for entry in entries {
    let joined = try groups.filter { group in
      try entries.contains { try group.contains($0.task) && !$0.mask.isDisjoint(with: entry.mask) }
    }
    groups = groups.filter { !joined.contains($0) } + [joined.reduce(into: [entry.task]) { $0.formUnion($1) }]
  }
  let found = MaskConfiguration(universe: universe, entries).independentGroups
  #expect(found == groups.map { $0.sorted() }.sorted { $0[0] < $1[0] })
}

@Test func eachTaskWithAMaskOfAnotherIsWarnedAboutOnce() throws {
  let masks = ["a": "imp(a) & imp(b)", "b": "imp(a) & imp(b)", "c": "imp(b) & imp(a)", "d": "imp(d)", "e": "imp(d)"]
  let base = paperBase(layers: 1)
  var log = DiagnosticLog()
  try configuration(masks, in: base).check(
    isCoupled: false, origin: { MaskOrigin(range: nil, path: $0) }, log: &log)
  #expect(log.diagnostics.map(\.path) == ["c", "e"])
}
