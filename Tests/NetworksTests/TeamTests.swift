import Model
import Randomness
import Synchronization
import Testing

@testable import Networks

@Suite struct TeamTests {
  /// Every part is done once, before `run` returns, whatever the threads are about.
  @Test(arguments: [1, 2, 5])
  func everyPartIsDoneOnce(threads: Int) {
    let team = Team(threads: threads)
    var stream = RandomStream(seed: 1)
    for _ in 0..<2000 {
      let count = stream.nextIndex(below: 9)
      var done = [Int](repeating: 0, count: count)
      done.withUnsafeMutableBufferPointer { done in team.run(count) { done[$0] += 1 } }
      #expect(done.allSatisfy { $0 == 1 })
    }
  }

  /// Threads that have gone to sleep come back.
  @Test func sleepersWakeUp() async throws {
    let team = Team(threads: 3)
    for _ in 0..<5 {
      let sum = Atomic<Int>(0)
      team.run(100) { sum.add($0, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 4950)
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// A step has the same bits on any number of threads.
  @Test(arguments: SampleNetwork.all)
  func threadsChangeNoBit(sample: SampleNetwork) throws {
    try expectEqualBits(sample)
  }

  /// The same at a size where work falls into several pieces.
  @Test(arguments: [(EncoderKind.bilstm, HeadKind.crf)] + EncoderKind.allCases.map { ($0, HeadKind.linear) })
  func threadsChangeNoBitOfALargerNetwork(encoder: EncoderKind, head: HeadKind) throws {
    try expectEqualBits(
      SampleNetwork(
        description: "larger",
        shape: NetworkShape(
          words: .init(count: 50, dimension: 40),
          characters: .init(embedding: .init(count: 7, dimension: 20), filters: 30, width: 3),
          encoder: .init(encoder, layers: 2, hidden: 100), dropout: .init(words: 0.5, characters: 0.5, output: 0.5),
          heads: [.init(task: "ner", tagCount: 9, kind: head, depth: 2)])))
  }

  private func expectEqualBits(_ sample: SampleNetwork) throws {
    func result(threads: Int) throws -> ([UInt32], [UInt32]) {
      let network = TrainingNetwork(sample.parameters(), masks: sample.randomMasks(), threads: threads)
      for step in 0..<6 {
        let task = step % sample.shape.heads.count
        _ = try network.step(
          sample.batch([7, 4, 12, 4, 1, 9], task: task, seed: step), task: task, learningRate: 0.1,
          stream: RandomStream(seed: 8).derived(step))
      }
      return (network.parameters.values.map(\.bitPattern), network.momenta.values.map(\.bitPattern))
    }
    let alone = try result(threads: 1)
    for threads in [2, 3] {
      let shared = try result(threads: threads)
      #expect(shared.0 == alone.0 && shared.1 == alone.1, "\(threads) threads")
    }
  }

  /// To mask while packing is to multiply parameters by masks before.
  @Test(arguments: SampleNetwork.all.filter { $0.shape.towers.isEmpty })
  func maskedIsMultipliedBefore(sample: SampleNetwork) {
    let masks = sample.randomMasks()
    let start = sample.parameters()
    let masked = TrainingNetwork(start, masks: masks)
    for task in sample.shape.heads.indices {
      var multiplied = start
      for (index, tensor) in sample.layout.tensors.enumerated() {
        for (position, scalar) in tensor.range.enumerated() where !masks[task].tensors[index].keeps(position) {
          multiplied.values[scalar] = 0
        }
      }
      let dense = TrainingNetwork(multiplied)
      let batch = sample.batch([4, 2, 6], task: task, seed: 1)
      let (found, wanted) = (
        masked.lossAndGradients(batch, task: task, stream: RandomStream(seed: 2)),
        dense.lossAndGradients(batch, task: task, stream: RandomStream(seed: 2))
      )
      #expect(found.loss == wanted.loss)
      for (index, tensor) in sample.layout.tensors.enumerated() {
        for (position, scalar) in tensor.range.enumerated() where masks[task].tensors[index].keeps(position) {
          #expect(found.gradients.values[scalar].bitPattern == wanted.gradients.values[scalar].bitPattern)
        }
      }
    }
  }
}
