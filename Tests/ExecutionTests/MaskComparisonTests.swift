@testable import MaskTools
@testable import Store
import MaskAlgebra
import Planning
import Randomness
import Running
import Testing

@testable import Execution

private func tensor(_ name: String, _ shape: [Int], _ keeps: (Int) -> Bool) -> NamedMask.Tensor {
  NamedMask.Tensor(name: name, shape: shape, mask: PackedMask((0..<shape.reduce(1, *)).map(keeps)))
}

/// A mask of a BiLSTM of two layers with three units over two inputs, which keeps all but what `drops` names.
private func lstm(_ drops: (_ name: String, _ row: Int, _ column: Int) -> Bool) -> NamedMask {
  var tensors: [NamedMask.Tensor] = []
  for layer in 0...1 {
    for suffix in ["l\(layer)", "l\(layer)_reverse"] {
      for (kind, columns) in [("weight_ih", layer == 0 ? 2 : 6), ("weight_hh", 3)] {
        let name = "encoder.\(kind)_\(suffix)"
        tensors.append(tensor(name, [12, columns]) { !drops(name, $0 / columns, $0 % columns) })
      }
      tensors.append(tensor("encoder.bias_ih_\(suffix)", [12]) { _ in true })
    }
  }
  return NamedMask(name: "m", task: nil, tensors: tensors)
}

@Test func aUnitWhoseGatesKeepNothingIsWithoutInput() {
  // Of unit 1 of the forward direction all four gates lose both kinds of weights, of unit 2 all but one gate do.
  let mask = lstm { name, row, _ in
    name.hasSuffix("_l0") && (row % 3 == 1 || row % 3 == 2 && row / 3 != 3)
  }
  let statistics = MaskStatistics(of: mask)
  let units = Dictionary(uniqueKeysWithValues: statistics.units.map { ($0.name, $0) })
  #expect(units["encoder.1.forward"]?.withoutInput == 1)
  #expect(units.filter { $0.key != "encoder.1.forward" }.allSatisfy { $0.value.withoutInput == 0 })
  #expect(units.values.allSatisfy { $0.count == 3 && $0.withoutOutput == 0 })
  let tensor = statistics.tensors.first { $0.part.name == "encoder.weight_ih_l0" }
  #expect(tensor?.deadRows == 7 && tensor?.deadColumns == 0)
}

@Test func aUnitThatNobodyReadsIsWithoutOutput() {
  // Unit 2 of the backward direction of the first layer: column 5 of what the second layer reads.
  let mask = lstm { name, _, column in
    name == "encoder.weight_hh_l0_reverse" && column == 2 || name.hasPrefix("encoder.weight_ih_l1") && column == 5
  }
  let statistics = MaskStatistics(of: mask)
  #expect(statistics.units.map(\.withoutOutput) == [0, 1, 0, 0])
  #expect(statistics.tensors.map(\.deadColumns).reduce(0, +) == 3)
  // What the second layer does not read of itself, the head still reads.
  let top = lstm { name, _, _ in name.hasPrefix("encoder.weight_hh_l1") }
  #expect(MaskStatistics(of: top).units.allSatisfy { $0.withoutOutput == 0 })
  // As long as one direction above reads it, a unit has an output.
  let half = lstm { name, _, column in
    name == "encoder.weight_hh_l0_reverse" && column == 2 || name == "encoder.weight_ih_l1" && column == 5
  }
  #expect(MaskStatistics(of: half).units.allSatisfy { $0.withoutOutput == 0 })
}

@Test func regionsAreTheSumsOfTheirTensors() {
  let mask = lstm { name, row, column in (row + column + name.utf8.count) % 3 == 0 }
  let statistics = MaskStatistics(of: mask)
  #expect(statistics.regions.map(\.name) == ["encoder.1", "encoder.2"])
  #expect(statistics.regions.reduce(0) { $0 + $1.kept } == mask.keptCount)
  #expect(statistics.total.count == mask.count && statistics.total.kept == mask.keptCount)
  #expect(MaskStatistics(of: NamedMask(name: "m", task: nil, tensors: [])).total.sparsity == 1)
}

/// Ratios of masks drawn at random are those of sets of scalars.
@Test func overlapsAreThoseOfSets() throws {
  var stream = RandomStream(seed: 4).derived("overlap")
  for _ in 0..<40 {
    let sizes = [7, 130]
    let masks = (0..<3).map { number in
      NamedMask(
        name: "m\(number)", task: nil,
        tensors: sizes.enumerated().map { index, size in
          let bits = (0..<size).map { _ in stream.nextIndex(below: 3) < number }
          return NamedMask.Tensor(name: "t\(index)", shape: [size], mask: PackedMask(bits))
        })
    }
    let overlap = MaskOverlap(of: try AlignedMasks(masks))
    let sets = masks.map { mask in
      Set(mask.tensors.flatMap { tensor in tensor.mask.keptIndices.map { "\(tensor.name) \($0)" } })
    }
    for (row, left) in sets.enumerated() {
      for (column, right) in sets.enumerated() {
        let union = left.union(right).count
        let expected = union == 0 ? 0 : Double(left.intersection(right).count) / Double(union)
        #expect(overlap.whole.pairs[row][column].value == expected)
      }
    }
    #expect(overlap.whole.all.intersection == sets[0].intersection(sets[1]).intersection(sets[2]).count)
    #expect(overlap.whole.all.union == sets[0].union(sets[1]).union(sets[2]).count)
    #expect(overlap.tensors.reduce(0) { $0 + $1.overlaps.all.union } == overlap.whole.all.union)
    let difference = MaskDifference(between: try AlignedMasks([masks[1], masks[2]]))
    #expect(difference.total.onlyFirst == sets[1].subtracting(sets[2]).count)
    #expect(difference.total.onlySecond == sets[2].subtracting(sets[1]).count)
    #expect(difference.total.both == sets[1].intersection(sets[2]).count)
    #expect(difference.isEqual == (sets[1] == sets[2]))
  }
}

@Test func whatAMaskLacksCountsAsKept() throws {
  let whole = NamedMask(
    name: "a", task: nil, tensors: [tensor("w", [4]) { $0 < 2 }, tensor("b", [3]) { _ in true }])
  let part = NamedMask(name: "b", task: nil, tensors: [tensor("w", [4]) { $0 < 2 }])
  let same = MaskDifference(between: try AlignedMasks([whole, part]))
  #expect(same.isEqual && same.completed == ["b"])
  let less = NamedMask(name: "a", task: nil, tensors: [whole.tensors[0], tensor("b", [3]) { $0 > 0 }])
  #expect(!MaskDifference(between: try AlignedMasks([less, part])).isEqual)
}

@Test func masksOfOtherTensorsCannotBeCompared() throws {
  func mask(_ name: String, _ tensor: NamedMask.Tensor) -> NamedMask { .init(name: name, task: nil, tensors: [tensor]) }
  let first = mask("a", tensor("w", [2, 3]) { _ in true })
  #expect(throws: MaskMismatch.shapes(tensor: "w", "a", [2, 3], "b", [3, 2])) {
    _ = try AlignedMasks([first, mask("b", tensor("w", [3, 2]) { _ in true })])
  }
  #expect(throws: MaskMismatch.nothingInCommon(["a", "b"])) {
    _ = try AlignedMasks([first, mask("b", tensor("v", [2, 3]) { _ in true })])
  }
  // A packed mask may have lost its shape, in either place.
  let flat = mask("b", tensor("w", [6]) { _ in true })
  #expect(try AlignedMasks([flat, first]).tensors[0].shape == [2, 3])
  #expect(try AlignedMasks([first, flat]).tensors[0].shape == [2, 3])
}

/// The overlap of a variant's masks is the one in the table of results.
@Test(arguments: ["sparse", "hard", "single", "soft", "{masks: {'*': tower(self) & imp(self)}}"])
func overlapsOfVariantsAreThoseOfResults(sharing: String) async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: sharing))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let variant = plan.variants[0]
  let store = StoreInspection(at: "\(workspace.path)/store")
  let masks = try store.masks(of: variant, in: plan, allTowers: true)
  let overlap = MaskOverlap(of: try AlignedMasks(masks))
  let sharing: SharingFile =
    if let measure = variant.measure {
      try decodeJSON(
        SharingFile.self, ArtifactStore(at: store.layout.root).read(.sharing, of: measure), of: .sharing)
    } else { try SharingFile(counting: variant.masks, [:]) }
  #expect(overlap.whole.all.intersection == sharing.intersection && overlap.whole.all.union == sharing.union)
  #expect(
    masks.map(\.keptCount) == variant.tasks.map { task in sharing.tasks.first { $0.task == task.name }?.parameters })
  // Without the towers of others, nothing that is kept is left out.
  let own = try store.masks(of: variant, in: plan, allTowers: false)
  #expect(own.map(\.keptCount) == masks.map(\.keptCount))
  let towers = Set(own.flatMap { mask in mask.tensors.map { "\(mask.name) \($0.name)" } })
  #expect(towers.count == masks.count * 10, "every task has the ten tensors of one tower")
}

@Test func masksThatAreNotThereYetAreNamed() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification())
  let store = StoreInspection(at: "\(workspace.path)/store")
  let expected = StoredMaskFailure.missing(
    mask: "the mask imp(ner) of the variant 'tiny'", store: "\(workspace.path)/store")
  #expect(throws: expected) { _ = try store.masks(of: plan.variants[0], in: plan, allTowers: false) }
}
