import Foundation
import Testing

/// A safetensors file: the shapes of its tensors and its metadata.
private struct TensorFile {
  let shapes: [String: [Int]]
  let about: [String: Any]

  private let tensors: [String: Data]

  init(_ url: URL) throws {
    let data = try Data(contentsOf: url)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(
      JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(length)) as? [String: [String: Any]])
    var shapes: [String: [Int]] = [:]
    var tensors: [String: Data] = [:]
    for (name, entry) in header where name != "__metadata__" {
      #expect(entry["dtype"] as? String == "F32")
      let offsets = try #require(entry["data_offsets"] as? [Int])
      shapes[name] = try #require(entry["shape"] as? [Int])
      tensors[name] = data.dropFirst(8 + length + offsets[0]).prefix(offsets[1] - offsets[0])
    }
    self.shapes = shapes
    self.tensors = tensors
    let text = try #require(header["__metadata__"]?["sharespec"] as? String)
    about = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// How many numbers of a tensor are 0.
  func zeros(in name: String) -> Int {
    let bytes = Array(tensors[name] ?? Data())
    return stride(from: 0, to: bytes.count, by: 4).count { bytes[$0..<$0 + 4].allSatisfy { $0 == 0 } }
  }
}

/// The tensors of a recurrent module of torch.nn whose cell has so many gates.
private func recurrent(
  _ prefix: String, gates: Int, directions: [String], inputs: Int, hidden: Int, layers: Int
) -> [String: [Int]] {
  var shapes: [String: [Int]] = [:]
  for layer in 0..<layers {
    for suffix in directions.map({ "_l\(layer)\($0)" }) {
      shapes["\(prefix)weight_ih\(suffix)"] = [gates * hidden, layer == 0 ? inputs : directions.count * hidden]
      shapes["\(prefix)weight_hh\(suffix)"] = [gates * hidden, hidden]
      shapes["\(prefix)bias_ih\(suffix)"] = [gates * hidden]
      shapes["\(prefix)bias_hh\(suffix)"] = [gates * hidden]
    }
  }
  return shapes
}

/// Variants by the module of torch.nn that loads their encoders, its gates, and what ends the names of its directions.
private let encoders = [
  (variant: "sparse", module: "LSTM", gates: 4, directions: ["", "_reverse"]),
  (variant: "lstm", module: "LSTM", gates: 4, directions: [""]),
  (variant: "gru", module: "GRU", gates: 3, directions: [""]),
  (variant: "bigru", module: "GRU", gates: 3, directions: ["", "_reverse"]),
]

@Test func weightsHaveTheNamesAndShapesOfModules() throws {
  try withTrainedSubnets { folder in
    func export(_ variant: String, _ task: String) throws -> TensorFile {
      let outcome = try sharespec("weights", "export", "little.yaml", "--variant", variant, "--task", task, in: folder)
      #expect(outcome.status == 0 && outcome.errors == "wrote '\(variant).\(task).safetensors'\n")
      return try TensorFile(folder.appending(path: "\(variant).\(task).safetensors"))
    }
    let crf = try export("crf", "ner")
    let words = try #require(crf.about["words"] as? [String]).count
    let characters = try #require(crf.about["characters"] as? [String]).count
    let task = try #require((crf.about["tasks"] as? [[String: Any]])?.first)
    let tags = try #require(task["tags"] as? [String]).count
    var expected = recurrent(
      "encoder.", gates: 4, directions: ["", "_reverse"], inputs: 11, hidden: 6, layers: 2)
    expected["words.weight"] = [words, 6]
    expected["characters.weight"] = [characters, 4]
    expected["char_cnn.weight"] = [5, 4, 5]
    expected["char_cnn.bias"] = [5]
    expected["head.weight"] = [tags, 12]
    expected["head.bias"] = [tags]
    expected["crf.transitions"] = [tags, tags]
    expected["crf.start"] = [tags]
    expected["crf.end"] = [tags]
    #expect(crf.shapes == expected)
    #expect(task["scheme"] as? String == "bioes" && task["head"] as? String == "crf")

    let low = try export("low", "pos").shapes
    #expect(low["encoder.weight_hh_l0"] != nil && low["encoder.weight_hh_l1"] == nil, "the head reads one layer")
    let plain = try export("plain", "pos")
    #expect(plain.shapes["char_cnn.weight"] == nil && plain.shapes["encoder.weight_ih_l0"] == [24, 6])
    #expect(plain.about["lowercase"] as? Bool == false)
    let soft = try export("soft", "pos").shapes
    for (variant, module, gates, directions) in encoders {
      let file = try export(variant, "ner")
      let expected = recurrent("encoder.", gates: gates, directions: directions, inputs: 11, hidden: 6, layers: 2)
      #expect(file.shapes.filter { $0.key.hasPrefix("encoder.") } == expected)
      #expect(file.shapes["head.weight"] == [tags, 6 * directions.count])
      let encoder = (file.about["tasks"] as? [[String: Any]])?.first?["encoder"] as? [String: Any]
      #expect(encoder?["module"] as? String == module)
      #expect(encoder?["bidirectional"] as? Bool == (directions.count > 1))
    }
    #expect(soft["coupling.1"] == [2, 2] && soft["towers.1.layers.1.weight_ih_l0_reverse"] == [24, 12])
  }
}

@Test func masksAreAppliedUnlessTheyAreNotWanted() throws {
  try withTrainedSubnets { folder in
    let shown = try sharespec(
      "mask", "show", "little.yaml", "--variant", "sparse", "--task", "ner", "--format", "json", in: folder
    ).output
    let mask = try #require(
      (JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [[String: Any]])?.first?["tensors"] as? [[String: Any]])
    for (options, isMasked) in [([String](), true), (["--unmasked"], false)] {
      let export = try CommandProcess(
        ["weights", "export", "little.yaml", "--variant", "sparse", "-o", "w.safetensors"] + options, in: folder)
      #expect(try export.wait().status == 0)
      let file = try TensorFile(folder.appending(path: "w.safetensors"))
      #expect(file.about["masked"] as? Bool == isMasked)
      #expect(Set(file.shapes.keys.compactMap { $0.split(separator: ".").first }) == ["pos", "ner"])
      for tensor in mask {
        let (name, kept, all) = (tensor["name"] as? String ?? "", tensor["kept"] as? Int, tensor["of"] as? Int)
        let dropped = try #require(all) - #require(kept)
        #expect(file.zeros(in: "ner.\(name)") == (isMasked ? dropped : 0), "\(name)")
      }
    }
  }
}

@Test func exportOfWeightsWritesWholeFilesAndNoInputs() throws {
  try withTrainedSubnets { folder in
    for target in ["little.yaml", "train.txt"] {
      let outcome = try sharespec("weights", "export", "little.yaml", "--variant", "low", "-o", target, in: folder)
      #expect(outcome.errors == "error: '\(target)' is the file that was read, which is not written over\n")
    }
    let unwritable = try sharespec("weights", "export", "little.yaml", "--variant", "low", "-o", "no/x", in: folder)
    #expect(unwritable.status == 1 && unwritable.errors == "error: cannot write 'no/x': No such file or directory\n")
    let untrained = try sharespec(
      "weights", "export", "little.yaml", "--variant", "low", "--set", "seed=9", in: folder)
    #expect(untrained.errors.hasSuffix("   = help: sharespec run little.yaml --set seed=9\n"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files == [".sharespec", "dev.txt", "little.yaml", "train.txt"])
    #expect(try sharespec("weights", "export", "--help").output.contains("EXAMPLES\n  sharespec weights export"))
  }
}

/// The program of docs/weights.md, with PyTorch's own modules, gives the same tags and scores.
@Test func pyTorchComputesTheSame() throws {
  guard let python = try Python(with: ["torch", "safetensors"], toTry: "weights loaded into PyTorch") else { return }
  let page = try root.text("docs/weights.md")
  let program = try #require(page.firstMatch(of: /(?s)```python\n(.*?)```/)).1
  let sentences = "Ann met Zoë .\nŁódź sees Smith and unheard-of ROME leaves .\nBob\n"
  try withTrainedSubnets { folder in
    try folder.write(String(program), to: "tag.py")
    let subnets = [
      ("sparse", "pos"), ("sparse", "ner"), ("crf", "ner"), ("soft", "pos"), ("low", "pos"), ("plain", "ner"),
      ("lstm", "ner"), ("gru", "ner"), ("bigru", "pos"), ("soft_gru", "pos"),
    ]
    for (variant, task) in subnets {
      let options = ["little.yaml", "--variant", variant, "--task", task]
      let export = try CommandProcess(["weights", "export", "-o", "w.safetensors"] + options, in: folder).wait()
      #expect(export.status == 0, "\(export.errors)")
      let theirs = try python.run(["tag.py", "w.safetensors"], in: folder, input: sentences)
      #expect(theirs.status == 0, "\(theirs.errors)")
      let ours = try CommandProcess(
        ["predict", "--output", "columns", "--scores", "--as-predicted"] + options, in: folder, input: sentences
      ).wait()
      expectAgreement(theirs.output, ours.output, "\(task) of \(variant)")
    }
  }
}

/// Lines of a token, its tag and scores agree: texts exactly, scores to 1e-4.
private func expectAgreement(_ theirs: String, _ ours: String, _ what: String) {
  let lines = [theirs, ours].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
  #expect(lines[0].count == lines[1].count && lines[0].count > 10, "\(what)")
  for (left, right) in zip(lines[0], lines[1]) {
    let fields = [left, right].map { $0.split(separator: "\t") }
    #expect(fields[0].prefix(2) == fields[1].prefix(2) && fields[0].count == fields[1].count, "\(what)")
    for (first, second) in zip(fields[0].dropFirst(2), fields[1].dropFirst(2)) {
      let scores = [first, second].map { field in
        let equals = field.lastIndex(of: "=") ?? field.startIndex
        return (tag: field[..<equals], value: Double(field[field.index(after: equals)...]) ?? .nan)
      }
      #expect(scores[0].tag == scores[1].tag && abs(scores[0].value - scores[1].value) <= 1e-4, "\(what): \(left)")
    }
  }
}
