import Foundation
import Testing

@Test func filesAreTaggedInColumns() throws {
  try withTrainedSubnets { folder in
    let outcome = try sharespec("predict", "little.yaml", "dev.txt", "--variant", "sparse", "--task", "ner", in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let input = try folder.text("dev.txt").split(separator: "\n", omittingEmptySubsequences: false)
    let output = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(input.count == output.count)
    for (line, tagged) in zip(input, output) {
      if line.isEmpty || line.hasPrefix("-DOCSTART-") {
        #expect(tagged == line)
      } else {
        #expect(tagged.hasPrefix(line + " ") && tagged.split(separator: " ").count == 5)
      }
    }
  }
}

/// The score of what is predicted is the one in the table.
@Test(arguments: ["sparse", "crf", "soft", "low", "plain"])
func predictionsScoreWhatTheTableSays(variant: String) throws {
  try withTrainedSubnets { folder in
    let table = try sharespec("run", "little.yaml", "--format", "json", in: folder).output
    let results = try #require(JSONSerialization.jsonObject(with: Data(table.utf8)) as? [String: Any])
    let own = try #require((results["variants"] as? [[String: Any]])?.first { $0["name"] as? String == variant })
    for (task, gold) in [("pos", "pos"), ("ner", "3")] {
      let score = try #require((own["tasks"] as? [[String: Any]])?.first { $0["task"] as? String == task })
      let percent = try #require(score["score"] as? Double)
      let outcome = try sharespec(
        "predict", "little.yaml", "dev.txt", "--variant", variant, "--task", task, "--gold", gold, "-o", "out.txt",
        in: folder)
      #expect(outcome.status == 0 && outcome.output.isEmpty)
      let metric = task == "pos" ? "accuracy" : "F1"
      #expect(
        outcome.errors.hasPrefix("\(task): \(metric) \(String(format: "%.2f", percent)) ("),
        "\(outcome.errors) is not \(percent)")
    }
  }
}

@Test func standardInputIsTextOrColumns() throws {
  try withTrainedSubnets { folder in
    func predict(_ input: String, _ options: String...) throws -> String {
      let outcome = try CommandProcess(
        ["predict", "little.yaml", "--variant", "crf", "--task", "pos"] + options, in: folder, input: input
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let text = try predict("Ann met Zoë .\n\n\nŁódź\n")
    #expect(text.replacing(/\/[^ \n]+/, with: "") == "Ann met Zoë .\n\n\nŁódź\n")
    let columns = try predict("0 Ann\n1 met\n2 Zoë\n3 .\n\n\n0 Łódź\n", "--input", "columns")
    #expect(columns.replacing(/\ [^ \n]+(?=\n)/, with: "") == "0 Ann\n1 met\n2 Zoë\n3 .\n\n\n0 Łódź\n")
    #expect(try predict("Ann\n", "--output", "columns").hasPrefix("Ann\t"))
    #expect(try predict("x Ann\n\n", "--input", "columns", "--output", "tagged").hasPrefix("Ann/"))
    #expect(try predict("Ann x\n", "--input", "columns", "--token-column", "0").hasPrefix("Ann x "))
    #expect(try predict("") == "")
  }
}

@Test func whatKeepsFromPredictingIsSaid() throws {
  try withTrainedSubnets { folder in
    func errors(_ arguments: String..., input: String = "") throws -> String {
      let outcome = try CommandProcess(["predict", "little.yaml"] + arguments, in: folder, input: input).wait()
      #expect(outcome.status != 0 && outcome.output.isEmpty)
      return outcome.errors
    }
    #expect(
      try errors("--variant", "sparse", "--task", "ner", "--store", "elsewhere")
        == "error: the weights of the variant 'sparse' are not in the store 'elsewhere' yet, or are damaged there\n"
        + "   = help: sharespec run little.yaml --store elsewhere\n")
    #expect(
      try errors("--variant", "sparse", "--task", "ner", "--set", "training.epochs=5")
        == "error: the weights of the variant 'sparse' are not in the store '.sharespec' yet, or are damaged there\n"
        + "   = help: sharespec run little.yaml --set training.epochs=5\n")
    #expect(
      try errors("--variant", "sparse", "--task", "nre")
        == "error: 'little.yaml' has no task 'nre'\n   = help: did you mean 'ner'?\n")
    #expect(try errors("--variant", "spars", "--task", "ner").hasSuffix("did you mean 'sparse'?\n"))
    #expect(
      try errors("--variant", "sparse", "--task", "ner", "dev.txt", "--gold", "nerr")
        == "error: no column is called 'nerr'\n"
        + "   = help: name it by its number, from 0, or as the dataset does: 'pos', 'ner'\n")
    #expect(
      try errors("--variant", "sparse", "--task", "ner", "--input", "columns", input: "0 a\n1\n0 \u{1}\n")
        .split(separator: "\n").map { $0.prefix { $0 != "e" } } == ["<standard input>:2: ", "<standard input>:3:3: "])
    #expect(try errors("--variant", "sparse", "--task", "ner", "--gold", "ner").contains("write --input columns"))
    for target in ["dev.txt", "little.yaml", "train.txt"] {
      let before = try folder.text(target)
      #expect(
        try errors("--variant", "sparse", "--task", "ner", "dev.txt", "-o", target)
          == "error: '\(target)' is the file that was read, which is not written over\n")
      #expect(try folder.text(target) == before)
    }
  }
}

@Test func whatIsMissingToPredictIsMadeByARun() throws {
  try withTrainedSubnets { folder in
    func predict() throws -> Outcome {
      try CommandProcess(
        ["predict", "little.yaml", "--variant", "sparse", "--task", "ner"], in: folder, input: "Ann met Zoë .\n"
      ).wait()
    }
    let before = try predict().output
    let shown = try members(sharespec("store", "show", "train.sparse", "--format", "json", in: folder))
    let weights = folder.appending(path: try #require((shown["paths"] as? [String])?.first))
    var bytes = try Data(contentsOf: weights)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: weights)
    let damaged = try predict()
    #expect(damaged.status == 1)
    #expect(damaged.errors.contains("has been put aside"))
    #expect(damaged.errors.hasSuffix("   = help: sharespec run little.yaml\n"))
    let run = try sharespec("run", "little.yaml", in: folder)
    #expect(run.errors.contains("train.sparse: done") && !run.errors.contains("evaluate.sparse: starts"))
    #expect(try predict().output == before && !before.isEmpty)
  }
}

@Test func predictHasHelpWithExamples() throws {
  #expect(try sharespec("predict", "--help").output.contains("EXAMPLES\n  sharespec predict"))
}

/// Whatever of a trained subnet is lost, the command that `predict` names makes it again; results are still there.
@Test func whatPredictionsLackIsMadeAgainByTheCommandThatTheyName() throws {
  try withFolder { folder in
    let specification = tinySpecification.replacing("sharing: hard", with: "sharing: sparse").replacing(
      "training: {epochs: 1}",
      with: "pruning: {rate: {final: 0.5, rounds: 1}, epochs: 1}\nwarmup: {epochs: 1}\ntraining: {epochs: 1}")
    try specification.write(to: folder.appending(path: "a.yaml"), atomically: true, encoding: .utf8)
    #expect(try sharespec("run", "a.yaml", "--store", "s", in: folder).status == 0)
    func predict() throws -> Outcome {
      try sharespec("predict", "a.yaml", "--task", "pos", "--store", "s", in: folder, input: "a dog\n")
    }
    let tagged = try predict()
    #expect(tagged.status == 0, "\(tagged.errors)")
    let objects = folder.appending(path: "s/objects")
    var lacking = 0
    for object in try files(in: objects) {
      try FileManager.default.removeItem(at: objects.appending(path: object))
      var outcome = try predict()
      if outcome.status != 0 {
        lacking += 1
        #expect(outcome.errors.hasSuffix("   = help: sharespec run a.yaml --store s\n"), "\(outcome.errors)")
        #expect(try sharespec("run", "a.yaml", "--store", "s", in: folder).status == 0)
        outcome = try predict()
      }
      #expect(outcome.output == tagged.output, "\(object): \(outcome.errors)")
    }
    #expect(lacking >= 3, "weights, mask and vocabulary")
  }
}
