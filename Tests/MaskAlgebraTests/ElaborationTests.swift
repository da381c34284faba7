import Diagnostics
import MaskAlgebra
import Model
import Testing

/// What `text` means for `owner`, with what was found.
func elaborate(
  _ text: String, in universe: ParameterUniverse, tasks: [String] = ["pos", "ner", "chunk"],
  owner: String = "ner"
) throws -> (mask: CanonicalMask?, log: DiagnosticLog) {
  let scope = MaskScope(universe: universe, tasks: tasks, owner: owner, rounds: 20)
  var log = DiagnosticLog()
  return (CanonicalMask(try expression(text), in: scope, log: &log), log)
}

/// What `text` means for `owner`; records an issue if it means nothing.
func mask(
  _ text: String, in universe: ParameterUniverse, tasks: [String] = ["pos", "ner", "chunk"],
  owner: String = "ner",
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> CanonicalMask {
  let (mask, log) = try elaborate(text, in: universe, tasks: tasks, owner: owner)
  let messages = log.diagnostics.map { "\($0.code.id) \($0.message)" }
  return try #require(mask, "\(text): \(messages)", sourceLocation: sourceLocation)
}

@Test func threeSpellingsOfHardSharingAreEqual() throws {
  let base = paperBase(layers: 2)
  let hard = try mask("all", in: base)
  #expect(try mask("layers(1..2) | char_cnn", in: base) == hard)
  #expect(try mask("char_cnn | encoder", in: base) == hard)
  #expect(try mask("~none", in: base) == hard)
  #expect(try mask("weights | biases", in: base) == hard)
  #expect(try mask("char_cnn | encoder.1", in: base) != hard)
  #expect(try mask("char_cnn | encoder.1", in: paperBase(layers: 1)) == mask("all", in: paperBase(layers: 1)))
}

@Test func levelsAreLayersFromBelow() throws {
  let base = paperBase(layers: 3)
  #expect(try mask("char_cnn | layers(1..2)", in: base) == mask("all - encoder.3", in: base))
  #expect(try mask("layers(1)", in: base) == mask("encoder.1", in: base))
  #expect(try mask("layers(2..3)", in: base) == mask("encoder & ~encoder.1", in: base))
}

@Test(arguments: [
  ("encoder.1.forward | encoder.1.backward", "encoder.1"),
  ("encoder.input | encoder.recurrent", "encoder"),
  ("encoder.1.forward.input.weights", "encoder.1 & encoder.forward & encoder.input & weights"),
  ("char_cnn.weights", "weights - encoder"),
  ("layers(1..2).backward.recurrent.biases", "encoder.backward.recurrent.biases - layers(3)"),
  ("imp(self)", "imp(ner)"),
  ("imp(ner) | biases", "imp(ner)"),
  ("imp(ner) & biases", "biases"),
  ("~imp(ner)", "weights - imp(ner)"),
  ("imp(ner, round: 0)", "all"), ("imp(ner, keep: 1.0)", "all"), ("random(keep: 1, seed: 5)", "all"),
  ("imp(ner, round: 6) & imp(ner, round: 7)", "imp(ner, round: 7)"),
  ("imp(ner, round: 6) - imp(ner, round: 7)", "imp(ner, round: 6) ^ imp(ner, round: 7)"),
  ("imp(ner) ^ imp(pos)", "(imp(ner) - imp(pos)) | (imp(pos) - imp(ner))"),
  ("imp(ner) & (imp(pos) | imp(chunk))", "imp(ner) & imp(pos) | imp(ner) & imp(chunk)"),
])
func spellingsMeanTheSame(left: String, right: String) throws {
  #expect(try mask(left, in: paperBase(layers: 3)) == mask(right, in: paperBase(layers: 3)))
}

@Test(arguments: [
  ("imp(ner)", "imp(pos)"), ("imp(ner)", "imp(ner, round: 6)"), ("imp(ner, keep: 0.5)", "imp(ner, round: 6)"),
  ("random(keep: 0.5, seed: 1)", "random(keep: 0.5, seed: 2)"), ("file(\"a\")", "file(\"a\", ner)"),
  ("file(\"a\") & biases", "biases"), ("imp(ner)", "all"), ("encoder.1.input", "encoder.1.input.weights"),
])
func spellingsMeanDifferentThings(left: String, right: String) throws {
  #expect(try mask(left, in: paperBase(layers: 1)) != mask(right, in: paperBase(layers: 1)))
}

@Test func towersDivideWhatIsNotCommon() throws {
  let base = paperBase(layers: 1, towers: .encoder)
  let towers = try mask("tower(pos) | tower(ner) | tower(chunk)", in: base)
  #expect(try towers == mask("encoder", in: base))
  #expect(try mask("tower(self)", in: base) == mask("tower(ner)", in: base))
  #expect(try mask("tower(pos) & tower(ner)", in: base) == mask("none", in: base))
  #expect(try mask("all - tower(pos) - tower(chunk)", in: base) == mask("char_cnn | tower(ner)", in: base))
}

/// Equal masks on a small base are those that keep the same scalars under every assignment, whatever the spelling.
@Test func equalMasksAreThoseEqualInEveryCell() throws {
  let tasks = ["a", "b"]
  let base = ParameterUniverse(
    characters: CharacterShape(dimension: 1, filters: 1, width: 1), wordDimension: 1,
    encoder: Encoder(.bilstm, layers: 2, hidden: 1),
    towers: .encoder, tasks: tasks)
  let symbols: [LearnedMask] = [
    .imp(task: "a", .selected), .imp(task: "a", .round(1)), .imp(task: "a", .round(2)),
    .file(path: "f", task: "b"),
  ]
  let regions = [
    "char_cnn", "encoder.1", "encoder.backward", "layers(1..2).input", "biases", "tower(a)", "tower(self)",
  ]
  let leaves = try regions.map { try expression($0) } + symbols.map(\.expression)
  let cases = assignments(of: symbols)
  let scope = MaskScope(universe: base, tasks: tasks, owner: "b", rounds: 2)

  func holds(_ form: MaskExpression.Form, _ cell: ParameterUniverse.Cell, _ assignment: [LearnedMask: Bool])
    -> Bool
  {
    switch form {
    case .region(let region): return region.contains(base.tensor(of: cell))
    case .tower(let task): return base.tower(of: cell) == (task.value == .own ? "b" : "a")
    case .learned:
      guard let symbol = symbols.first(where: { $0.expression.form == form }) else { return false }
      return symbol.isPruned && !base.tensor(of: cell).isPrunable || assignment[symbol] == true
    case .all, .none, .complement, .chain: return false
    }
  }
  var generator = TestGenerator(seed: 2)
  var masks: [[Bool]: CanonicalMask] = [:]
  var tables: [CanonicalMask: [Bool]] = [:]
  for _ in 0..<1_500 {
    let expression = generator.expression(depth: 3, leaves: leaves)
    var log = DiagnosticLog()
    let mask = try #require(CanonicalMask(expression, in: scope, log: &log), "\(expression)")
    let table = base.cells.flatMap { cell in
      cases.map { assignment in value(of: expression) { holds($0, cell, assignment) } }
    }
    #expect(masks[table] == nil || masks[table] == mask, "\(expression)")
    #expect(tables[mask] == nil || tables[mask] == table, "\(expression)")
    masks[table] = mask
    tables[mask] = table
  }
  #expect(masks.count > 300)
}

@Test func tooComplexMasksAreRefused() throws {
  let pairs = (0..<16).map { "random(keep: 0.25, seed: \($0)) & random(keep: 0.5, seed: \($0))" }
  let (mask, log) = try elaborate(pairs.joined(separator: " | "), in: paperBase(layers: 1))
  #expect(mask == nil)
  #expect(log.diagnostics.map(\.code.id) == ["E0326"])
}

@Test func namesAreResolvedInTheScope() throws {
  func codes(_ text: String, _ base: ParameterUniverse, tasks: [String] = ["pos", "ner"]) throws -> [String] {
    try elaborate(text, in: base, tasks: tasks).log.diagnostics.map(\.code.id)
  }
  let towers = paperBase(layers: 1, towers: .all, tasks: ["pos", "ner"])
  #expect(try codes("tower(pos)", towers) == [])
  #expect(try codes("tower(chunk)", towers) == ["E0321"])
  #expect(try codes("tower(chunk)", towers, tasks: ["pos", "ner", "chunk"]) == ["E0322"])
  #expect(try codes("imp(self)", towers, tasks: ["pos"]) == ["E0321"])
  // What a file calls its masks is the file's business.
  #expect(try codes("file(\"m\", elsewhere)", towers) == [])
  let wordsOnly = ParameterUniverse(
    characters: nil, wordDimension: 4, encoder: Encoder(.bilstm, layers: 2, hidden: 3), towers: .none, tasks: [])
  #expect(try codes("char_cnn | layers(3)", wordsOnly) == ["E0320", "E0320"])
  #expect(try codes("weights | encoder.2 | biases", wordsOnly) == [])
}

/// An encoder that reads one way has no region of the other, and its regions need no direction.
@Test func anEncoderOfOneDirectionHasNoOther() throws {
  let both = paperBase(layers: 2)
  let forward = ParameterUniverse(
    tensors: both.tensors.filter { tensor in
      switch tensor.region {
      case .encoder(_, let direction, _): direction == .forward
      case .charCNN: true
      }
    }, towers: [])
  #expect(both.directions == [.forward, .backward] && forward.directions == [.forward])
  for text in ["encoder.backward", "encoder.1.backward.input", "char_cnn | layers(1..2).backward.biases"] {
    let log = try elaborate(text, in: forward, tasks: ["ner"]).log
    #expect(log.diagnostics.map(\.code.id) == ["E0320"], "\(text)")
    #expect(log.diagnostics.allSatisfy { $0.message.contains("'forward' only") })
  }
  #expect(try mask("encoder.1.forward", in: forward) == mask("encoder.1", in: forward))
  #expect(try mask("encoder.1.forward", in: forward).canonicalText == "encoder.1")
}

@Test func mentionedTowersAreFound() throws {
  #expect(try expression("char_cnn | ~(imp(self) & tower(self))").mentionsTowers)
  #expect(try !expression("char_cnn | ~(imp(self) & encoder)").mentionsTowers)
}

/// A mask that every task has is understood for each, but its errors are reported once.
@Test func equalErrorsAreReportedOnce() throws {
  var log = DiagnosticLog()
  let shared = try expression("imp(nre) | imp(ner) & biases")
  for owner in ["pos", "ner"] {
    let scope = MaskScope(universe: paperBase(layers: 1), tasks: ["pos", "ner"], owner: owner, rounds: 20)
    #expect(CanonicalMask(shared, in: scope, log: &log) == nil)
  }
  #expect(log.diagnostics.map(\.code.id) == ["E0321"])
}
