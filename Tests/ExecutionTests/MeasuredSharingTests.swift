@testable import MaskTools
import MaskAlgebra
import TestSupport
import Testing

@testable import Execution

@Test func portionsAreTheScalarsThatExactlyTheirTasksKeep() throws {
  var generator = SeededGenerator(seed: 11)
  for _ in 0..<20 {
    let names = [
      "char_cnn.weight", "encoder.weight_ih_l0", "tower.a.b.encoder.weight_hh_l0_reverse", "encoder.bias_ih_l1",
    ]
    let masks = ["pos", "ner", "chunk"].map { task in
      NamedMask(
        name: task, task: task,
        tensors: names.map { name in
          NamedMask.Tensor(
            name: name, shape: [7, 11], mask: PackedMask((0..<77).map { _ in Bool.random(using: &generator) }))
        })
    }
    let sharing = MeasuredSharing(of: try AlignedMasks(masks))
    #expect(sharing.regions == ["char_cnn", "encoder.1", "encoder.2"])
    var expected: [[Int]: [Int]] = [:]
    for (tensor, region) in zip(names.indices, [0, 1, 1, 2]) {
      for scalar in 0..<77 {
        let keepers = masks.indices.filter { masks[$0].tensors[tensor].mask[scalar] }
        if keepers.isEmpty { continue }
        expected[keepers, default: [0, 0, 0]][region] += 1
      }
    }
    let found = Dictionary(uniqueKeysWithValues: sharing.portions.map { ($0.tasks, $0.counts) })
    #expect(found == expected)
    #expect(zip(sharing.portions, sharing.portions.dropFirst()).allSatisfy { $0.count >= $1.count })
  }
}
