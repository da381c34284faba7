import Model
@testable import TensorFiles
import Randomness
import Testing

@testable import Networks

@Suite struct ParametersTests {
  @Test func tensorsAreNamedAndShapedAsInAStateDict() {
    let shape = NetworkShape(
      words: .init(count: 9, dimension: 4),
      characters: .init(embedding: .init(count: 6, dimension: 3), filters: 5, width: 3, isPerTower: true),
      encoder: .init(.bilstm, layers: 2, hidden: 2), towers: ["a", "b"], coupling: .crossStitch(own: 0.9),
      heads: [.init(task: "a", tagCount: 3, depth: 2), .init(task: "b", tagCount: 4, kind: .crf, tower: 1, depth: 1)])
    let layout = ParameterLayout(shape)
    let found = layout.tensors.map { "\($0.name) \($0.shape)" }
    func tower(_ name: String) -> [String] {
      ["char_cnn.weight [5, 3, 3]", "char_cnn.bias [5]"].map { "tower.\(name).\($0)" }
        + [(0, 9), (1, 4)].flatMap { layer, inputs in
          ["", "_reverse"].flatMap { suffix in
            [
              "weight_ih_l\(layer)\(suffix) [8, \(inputs)]", "weight_hh_l\(layer)\(suffix) [8, 2]",
              "bias_ih_l\(layer)\(suffix) [8]", "bias_hh_l\(layer)\(suffix) [8]",
            ].map { "tower.\(name).encoder.\($0)" }
          }
        }
    }
    #expect(
      found == ["embedding.words [9, 4]", "embedding.chars [6, 3]"] + tower("a") + tower("b") + [
        "coupling.1 [2, 2]", "coupling.2 [2, 2]", "head.a.weight [3, 4]", "head.a.bias [3]", "head.b.weight [4, 4]",
        "head.b.bias [4]", "head.b.transitions [4, 4]", "head.b.start [4]", "head.b.end [4]",
      ])
    var end = 0
    for tensor in layout.tensors {
      #expect(tensor.range.lowerBound == end)
      end = tensor.range.upperBound
    }
    #expect(layout.count == end)
  }

  /// A direction has 4H(I + H) weights and two biases of 4H: the paper's base network has 534k parameters to share.
  @Test func thePapersBaseNetworkHasItsSize() {
    let layout = ParameterLayout(
      NetworkShape(
        words: .init(count: 2, dimension: 100),
        characters: .init(embedding: .init(count: 2, dimension: 30), filters: 30, width: 3),
        encoder: .init(.bilstm, layers: 1, hidden: 200), heads: [.init(task: "pos", tagCount: 45, depth: 1)]))
    let count = layout.tensors.filter(\.isMaskable).reduce(0) { $0 + $1.count }
    #expect(count == 2 * (4 * 200 * (130 + 200) + 2 * 800) + 30 * 30 * 3 + 30)
    #expect(count == 533_930)
  }

  @Test func commonTensorsOfTwoNetworksStartEqual() {
    let (small, large) = (SampleNetwork.all[0].parameters(), SampleNetwork.all[2].parameters())
    var common = 0
    for tensor in small.layout.tensors where large.layout[tensor.name]?.shape == tensor.shape {
      #expect(small[tensor.name] == large[tensor.name])
      common += 1
    }
    #expect(common == small.layout.tensors.count)
    #expect(SampleNetwork.all[0].parameters(seed: 2) != small)
  }

  @Test(arguments: SampleNetwork.all)
  func initialValuesFillTheirRanges(sample: SampleNetwork) {
    let parameters = sample.parameters()
    let bounds: [(String, Float)] = [
      ("embedding.words", 0.7746), ("embedding.chars", 1), ("char_cnn.", 1 / 3), ("encoder.", 0.5),
      ("transitions", 0.1), (".start", 0.1), (".end", 0.1),
      ("head.", 1 / Float(sample.shape.encoder.outputWidth).squareRoot()), ("coupling.", 0.8001),
    ]
    for tensor in sample.layout.tensors {
      let largest = parameters[tensor.name].reduce(0) { max($0, $1.magnitude) }
      guard let bound = bounds.first(where: { tensor.name.contains($0.0) })?.1 else {
        Issue.record("\(tensor.name)")
        continue
      }
      #expect(largest <= bound && largest > bound * 0.4, "\(tensor.name)")
    }
  }

  @Test func crossStitchesStartWithTheirOwn() {
    #expect(
      Array(SampleNetwork.all[5].parameters()["coupling.2"])
        == [0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8]
        .map { (value: Float) in value == 0.8 ? 0.8 : (1 - 0.8) / 2 })
  }

  @Test func wordVectorsReplaceRows() {
    let sample = SampleNetwork.all[0]
    let vectors = WordVectors(rows: [2, 0], values: (0..<10).map { Float($0) })
    let given = Parameters.initialised(sample.shape, stream: RandomStream(seed: 1), wordVectors: vectors)
    let drawn = sample.parameters()
    #expect(Array(given["embedding.words"].prefix(5)) == [5, 6, 7, 8, 9])
    #expect(Array(given["embedding.words"].dropFirst(10).prefix(5)) == [0, 1, 2, 3, 4])
    #expect(given["embedding.words"].dropFirst(15).elementsEqual(drawn["embedding.words"].dropFirst(15)))
    #expect(given.values.suffix(drawn.values.count - 55) == drawn.values.suffix(drawn.values.count - 55))
  }

  @Test(arguments: SampleNetwork.all)
  func filesHoldAllParameters(sample: SampleNetwork) throws {
    let file = try Safetensors(parsing: sample.parameters().safetensors(metadata: ["step": "7"]).serialised())
    #expect(try Parameters(layout: sample.layout, from: file) == sample.parameters())
    #expect(file.metadata == ["step": "7"])
  }

  @Test func towersStartFromANetworkWithoutTowers() throws {
    let (towers, single) = (SampleNetwork.all[4], SampleNetwork.all[0].parameters())
    let loaded = try Parameters(layout: towers.layout, from: single.safetensors())
    #expect(loaded["tower.ner.encoder.weight_hh_l0"] == loaded["tower.pos.encoder.weight_hh_l0"])
    #expect(loaded["tower.ner.char_cnn.weight"].elementsEqual(single["char_cnn.weight"]))
    #expect(loaded["head.ner.weight"].elementsEqual(single["head.ner.weight"]))
  }

  @Test func filesThatDoNotFitAreRefused() {
    let sample = SampleNetwork.all[0]
    var file = sample.parameters().safetensors()
    file.tensors["head.ner.bias"] = nil
    #expect(throws: ParameterFileError.missing(tensor: "head.ner.bias")) {
      try Parameters(layout: sample.layout, from: file)
    }
    file.tensors["head.ner.bias"] = .init(shape: [2, 2], floats: [1, 2, 3, 4])
    #expect(throws: ParameterFileError.mismatch(tensor: "head.ner.bias", expected: [4], found: [2, 2], type: .float32))
    {
      try Parameters(layout: sample.layout, from: file)
    }
  }

  @Test func masksNormalise() {
    #expect(TensorMask(count: 70) { _ in true } == .all)
    #expect(TensorMask(count: 70) { _ in false } == .none)
    #expect(TensorMask(count: 70) { $0 == 64 } == .bits([0, 1]))
    let sample = SampleNetwork.all[0]
    let everything = SubnetMask.everything(of: sample.layout)
    #expect(everything.keptCount == sample.layout.tensors.filter(\.isMaskable).reduce(0) { $0 + $1.count })
  }
}
