import Model
import Randomness

@testable import Networks

/// A small network and random batches for it.
struct SampleNetwork: Sendable, CustomStringConvertible {
  let description: String
  let shape: NetworkShape

  /// One network of each kind.
  static let all = ofBiLSTMs + ofOtherEncoders

  private static let ofBiLSTMs: [SampleNetwork] = [
    sample("plain", layers: 1, heads: ["pos", "ner"]),
    sample("words only", layers: 1, characters: nil, heads: ["pos", "ner"]),
    sample("hierarchical", layers: 2, heads: ["pos", "ner"], depths: [1, 2]),
    sample("crf", layers: 2, heads: ["pos", "ner"], kind: .crf),
    sample("towers", layers: 1, heads: ["pos", "ner"], towers: ["pos", "ner"], perTower: true),
    sample("stitched", layers: 2, heads: ["pos", "ner", "chunk"], towers: ["pos", "ner", "chunk"], stitched: true),
    sample(
      "stitched with own convolutions", layers: 2, heads: ["pos", "ner"], depths: [1, 2], towers: ["pos", "ner"],
      perTower: true, stitched: true),
    sample("dropout", layers: 2, heads: ["pos", "ner"], dropout: .init(words: 0.3, characters: 0.2, output: 0.4)),
  ]

  private static let ofOtherEncoders = EncoderKind.allCases.filter { $0 != .bilstm }.flatMap { kind in
    [
      sample("\(kind)", kind, layers: 2, heads: ["pos", "ner"], depths: [1, 2]),
      sample(
        "\(kind), stitched", kind, layers: 2, heads: ["pos", "ner"], towers: ["pos", "ner"], stitched: true),
    ]
  }

  static func sample(
    _ description: String, _ encoder: EncoderKind = .bilstm, layers: Int, characters: Int? = 4, heads: [String],
    depths: [Int]? = nil,
    kind: HeadKind = .linear, towers: [String] = [], perTower: Bool = false, stitched: Bool = false,
    dropout: DropoutRates = .init()
  ) -> SampleNetwork {
    SampleNetwork(
      description: description,
      shape: NetworkShape(
        words: .init(count: 11, dimension: 5),
        characters: characters.map {
          .init(embedding: .init(count: 7, dimension: 3), filters: $0, width: 3, isPerTower: perTower)
        },
        encoder: .init(encoder, layers: layers, hidden: 4), dropout: dropout, towers: towers,
        coupling: stitched ? .crossStitch(own: 0.8) : .none,
        heads: heads.enumerated().map { index, task in
          .init(
            task: task, tagCount: 3 + index, kind: kind, tower: towers.firstIndex(of: task) ?? 0,
            depth: depths?[index] ?? layers)
        }))
  }

  var layout: ParameterLayout { ParameterLayout(shape) }

  func parameters(seed: UInt64 = 1) -> Parameters { .initialised(shape, stream: RandomStream(seed: seed)) }

  /// Random sentences with tags of `task`.
  func batch(_ lengths: [Int], task: Int, seed: Int) -> Batch {
    var stream = RandomStream(seed: 77).derived(seed)
    let words = lengths.flatMap { (0..<$0).map { _ in Int32(stream.nextIndex(below: shape.words.count)) } }
    let counts = shape.characters == nil ? [] : words.map { _ in 1 + stream.nextIndex(below: 5) }
    return Batch(
      lengths: lengths, words: words,
      characters: counts.flatMap { (0..<$0).map { _ in Int32(stream.nextIndex(below: 7)) } },
      characterCounts: counts, tags: words.map { _ in Int32(stream.nextIndex(below: shape.heads[task].tagCount)) })
  }

  /// A mask that keeps about two thirds of the weights, and all biases.
  func randomMask(seed: Int) -> SubnetMask {
    SubnetMask(of: layout) { tensor in
      guard tensor.slot?.attribute != .biases else { return .all }
      var stream = RandomStream(seed: 5).derived(tensor.name, seed)
      return TensorMask(count: tensor.count) { _ in stream.nextIndex(below: 3) > 0 }
    }
  }

  func randomMasks() -> [SubnetMask] { shape.heads.indices.map { randomMask(seed: $0) } }
}
