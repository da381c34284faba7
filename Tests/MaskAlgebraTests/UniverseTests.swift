import Diagnostics
import MaskAlgebra
import Model
import Testing

/// The base network of the paper with `layers` layers: word vectors of 100, 30 character filters, 200 hidden units.
func paperBase(
  layers: Int, towers: TowerScope = .none, tasks: [String] = ["pos", "ner", "chunk"]
) -> ParameterUniverse {
  ParameterUniverse(
    characters: CharacterShape(dimension: 30, filters: 30, width: 3), wordDimension: 100,
    encoder: Encoder(.bilstm, layers: layers, hidden: 200),
    towers: towers, tasks: tasks)
}

@Test func theBaseNetworkHasThePapersSize() {
  #expect(paperBase(layers: 1).parameterCount == 533_930)
  #expect(paperBase(layers: 2).parameterCount == 1_497_130)
}

@Test func towersMultiplyWhatIsNotCommon() {
  #expect(paperBase(layers: 1, towers: .all).parameterCount == 3 * 533_930)
  #expect(paperBase(layers: 1, towers: .encoder).parameterCount == 2_730 + 3 * 531_200)
  #expect(paperBase(layers: 2, towers: .encoder).baseParameterCount == 1_497_130)
}

@Test func tensorsAreNamedAsInTorch() {
  #expect(
    paperBase(layers: 2).tensors.map(\.name) == [
      "char_cnn.weight", "char_cnn.bias",
      "encoder.weight_ih_l0", "encoder.weight_hh_l0", "encoder.bias_ih_l0", "encoder.bias_hh_l0",
      "encoder.weight_ih_l0_reverse", "encoder.weight_hh_l0_reverse",
      "encoder.bias_ih_l0_reverse", "encoder.bias_hh_l0_reverse",
      "encoder.weight_ih_l1", "encoder.weight_hh_l1", "encoder.bias_ih_l1", "encoder.bias_hh_l1",
      "encoder.weight_ih_l1_reverse", "encoder.weight_hh_l1_reverse",
      "encoder.bias_ih_l1_reverse", "encoder.bias_hh_l1_reverse",
    ])
}

@Test func cellsAreNamedByTowerAndTensor() {
  let universe = paperBase(layers: 1, towers: .encoder, tasks: ["pos", "ner"])
  #expect(universe.cells.count == 2 + 2 * 8)
  #expect(
    universe.cells.prefix(4).map { universe.name(of: $0).text } == [
      "char_cnn.weight", "char_cnn.bias", "tower.ner.encoder.weight_ih_l0",
      "tower.pos.encoder.weight_ih_l0",
    ])
  #expect(universe == paperBase(layers: 1, towers: .encoder, tasks: ["ner", "pos"]))
}

@Test func aBaseMayReadNoCharacters() {
  let universe = ParameterUniverse(
    characters: nil, wordDimension: 7, encoder: Encoder(.bilstm, layers: 1, hidden: 5), towers: .none, tasks: ["a"])
  #expect(!universe.hasCharacters)
  #expect(universe.parameterCount == 2 * (4 * 5 * (7 + 5) + 2 * 4 * 5))
}

/// What reads in one direction has the regions of this direction and no others.
@Test(arguments: EncoderKind.allCases)
func regionsAreThoseOfTheDirections(kind: EncoderKind) throws {
  let universe = ParameterUniverse(
    characters: nil, wordDimension: 7, encoder: Encoder(kind, layers: 2, hidden: 5), towers: .none, tasks: ["a"])
  #expect(universe.directions == kind.directions)
  for direction in Direction.allCases {
    let text = "encoder.1.\(direction.keyName)"
    if kind.directions.contains(direction) {
      let layer = Encoder(kind, layers: 1, hidden: 5).slots(inputs: 7).reduce(0) { $0 + $1.count }
      let count = layer / kind.directions.count
      #expect(try mask(text, in: universe, tasks: ["a"], owner: "a").keptCount() == count...count)
    } else {
      let findings = try elaborate(text, in: universe, tasks: ["a"], owner: "a").log.diagnostics
      #expect(
        findings.map(\.message) == [
          "expected a direction of the encoder, which has 'forward' only, found '\(direction.keyName)'"
        ])
    }
  }
}

// MARK: The pruning ladder

let paperLadder = PruningLadder(finalKept: 0.1, rounds: 20)

@Test func theLadderEndsWhereItShould() {
  #expect(abs(paperLadder.keptPerRound - 0.891250938133746) < 1e-15)
  #expect(PruningLadder(finalKept: 0.5, rounds: 1).keptPerRound == 0.5)
  #expect(PruningLadder(finalKept: 1, rounds: 9).keptPerRound == 1)
  let tiny = PruningLadder(finalKept: 1e-300, rounds: 1000).keptPerRound
  #expect(abs(tiny - 0.501187233627272) < 1e-14)
}

/// The paper prints a subnet of 811k parameters for rounds 6, 5 and 7, and of 1459k for rounds 10, 12 and 8.
@Test(arguments: [(1, [6, 5, 7], 811), (2, [10, 12, 8], 1459)])
func theLadderGivesThePapersSubnets(layers: Int, rounds: [Int], thousands: Int) {
  let universe = paperBase(layers: layers)
  let unprunable = universe.baseParameterCount - universe.prunableCount
  let kept = rounds.map { paperLadder.kept(of: universe.prunableCount, after: $0) + unprunable }
  #expect((kept.reduce(0, +) + 500) / 1000 == thousands)
}

@Test func countsFollowTheRounding() {
  func ladder(_ rounding: Rounding) -> PruningLadder {
    PruningLadder(finalKept: 0.25, rounds: 2, rounding: rounding)
  }
  #expect(Rounding.allCases.map { ladder($0).dropped(of: 5) } == [2, 2, 3])
  #expect(Rounding.allCases.map { ladder($0).kept(of: 10, after: 2) } == [3, 3, 2])
  #expect(Rounding.allCases.map { ladder($0).kept(of: 5, keeping: 0.25) } == [1, 2, 1])
  // In binary 100 · 0.07 is a little more than 7, which is no reason to drop another scalar.
  #expect(Rounding.allCases.map { $0.whole(100 * 0.07) } == [7, 7, 7])
  #expect(Rounding.allCases.map { $0.whole(10 * (1 - 0.9)) } == [1, 1, 1])
}

@Test func droppedScalarsAreRoundedHalfToEven() {
  let half = PruningLadder(finalKept: 0.25, rounds: 2)
  #expect([5, 7, 4].map { half.dropped(of: $0) } == [2, 4, 2])
  #expect((0...3).map { half.kept(of: 10, after: $0) } == [10, 5, 3, 1])
}
