import Foundation
import Testing

private func json(_ outcome: Outcome) throws -> Any {
  try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
}

private let elements = ["bool", "u8", "f32"]

@Test func masksAreNamedByFilesStagesAndVariants() throws {
  try withTrainedSubnets { folder in
    let variant = try sharespec("mask", "show", "little.yaml", "--variant", "sparse", "--task", "ner", in: folder)
    #expect(variant.status == 0, "\(variant.errors)")
    #expect(variant.output.hasPrefix("ner\ntensor                        shape  kept    of  sparsity\n"))
    #expect(variant.output.contains("\nencoder.weight_hh_l0          24×6  "))
    let store = try sharespec("store", "ls", "--format", "json", in: folder)
    let stages = try #require(try json(store) as? [[String: Any]])
    let selected = try #require(stages.first { ($0["name"] as? String)?.hasPrefix("select.ner") == true })
    let (name, identity) = (selected["name"] as? String ?? "", String((selected["stage"] as? String ?? "").prefix(12)))
    for source in [name, identity] {
      let shown = try sharespec("mask", "show", source, "--picture", in: folder)
      #expect(shown.output.contains("\nchar_cnn.weight, 5×4×"), "\(shown.errors)")
      #expect(!shown.output.contains("bias"), "what pruning leaves alone is in no mask that it makes")
      let file = try sharespec("mask", "export", source, "-o", "m.safetensors", "--polarity", "keep", in: folder)
      #expect(file.status == 0, "\(file.errors)")
      let same = try sharespec("mask", "diff", source, "m.safetensors", in: folder)
      #expect(same.status == 0 && same.output.hasPrefix("'\(source)' and 'm.safetensors' keep the same "))
    }
    let shown = try json(sharespec("mask", "show", "m.safetensors", "--format", "json", in: folder))
    let tensors = try #require((shown as? [[String: Any]])?.first?["tensors"] as? [[String: Any]])
    #expect(
      tensors.contains { $0["name"] as? String == "char_cnn.weight" && ($0["shape"] as? [Int])?.prefix(2) == [5, 4] })
  }
}

@Test func whatIsWrongWithAMasksNameIsSaid() throws {
  try withTrainedSubnets { folder in
    func errors(_ arguments: String...) throws -> String {
      let outcome = try CommandProcess(["mask", "show"] + arguments, in: folder).wait()
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      return outcome.errors
    }
    #expect(
      try errors("little.yaml")
        == "error: 'little.yaml' has 9 variants\n"
        + "   = help: name one with --variant: 'sparse', 'crf', 'soft', 'low', 'lstm' and 4 others\n")
    #expect(
      try errors("little.yaml", "--variant", "sprase")
        == "error: 'little.yaml' has no variant 'sprase'\n   = help: did you mean 'sparse'?\n")
    #expect(
      try errors("little.yaml", "--variant", "sparse", "--task", "nre")
        == "error: 'little.yaml' has no task 'nre'\n   = help: did you mean 'ner'?\n")
    #expect(
      try errors("little.yaml", "--variant", "sparse", "--store", "my store", "--set", "variants.low.seed=2")
        == "error: the mask imp(ner) of the variant 'sparse' is not in the store 'my store' yet\n"
        + "   = help: sharespec run little.yaml --set variants.low.seed=2 --store 'my store'\n")
    #expect(try errors("train.sparse").hasPrefix("error: the stage 'train.sparse' makes no mask\n"))
    #expect(
      try errors("missing.safetensors") == "error: cannot read 'missing.safetensors': No such file or directory\n")
    #expect(try errors("nothing").hasPrefix("error: no stage in '.sharespec' is called 'nothing'\n"))
    try folder.write("no mask", to: "m.safetensors")
    #expect(try errors("m.safetensors").hasPrefix("error: 'm.safetensors' is no safetensors file: "))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "my store").path))
  }
}

@Test func statisticsAndOverlapsArePrinted() throws {
  try withTrainedSubnets { folder in
    let stats = try sharespec("mask", "stats", "little.yaml", "--variant", "sparse", "--task", "pos", in: folder).output
    #expect(stats.hasPrefix("pos\nregion     kept    of  sparsity\n"))
    #expect(stats.contains("\nencoder.2  ") && stats.contains("\nencoder.2.backward      6  "))
    let both = try json(sharespec("mask", "stats", "little.yaml", "--variant", "soft", "--format", "json", in: folder))
    let regions = ((both as? [[String: Any]])?.last?["regions"] as? [[String: Any]])?.compactMap {
      $0["name"] as? String
    }
    #expect(regions == ["char_cnn", "tower.ner.encoder.1", "tower.ner.encoder.2"])

    let table = try sharespec("run", "little.yaml", in: folder).output
    let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("sparse ") })
    let ratio = try #require(row.split(separator: " ").last)
    let overlap = try sharespec("mask", "overlap", "little.yaml", "--variant", "sparse", in: folder).output
    #expect(overlap.contains("\npos          1.000  \(ratio)\nner          \(ratio)  1.000\n"))
    let markdown = try sharespec(
      "mask", "overlap", "little.yaml", "--variant", "sparse", "--by", "tensor", "--format", "markdown", in: folder)
    #expect(
      markdown.output.hasPrefix("| all tensors | pos | ner |\n| --- | ---: | ---: |\n| pos | 1.000 | \(ratio) |\n"))
    #expect(markdown.output.contains("| encoder.weight_hh_l1_reverse | pos | ner |"))
    let parsed = try json(
      sharespec("mask", "overlap", "little.yaml", "--variant", "sparse", "--format", "json", in: folder))
    let pairs = try #require((parsed as? [String: Any])?["pairs"] as? [[Double]])
    #expect(pairs[0][1] == pairs[1][0] && pairs[0][0] == 1)
    let one = try sharespec("mask", "overlap", "little.yaml", "--variant", "sparse", "--task", "ner", in: folder)
    #expect(one.status == 1 && one.errors.hasPrefix("error: at least 2 masks are compared, and these are 1: 'ner'\n"))
  }
}

@Test func differencesAreToldByTheExitStatus() throws {
  try withTrainedSubnets { folder in
    let different = try sharespec(
      "mask", "diff", "little.yaml", "--variant", "sparse", "--variant", "low", "--task", "pos", in: folder)
    #expect(different.status == 1)
    #expect(different.output.hasPrefix("tensor                        only sparse:pos  only low:pos  both    of\n"))
    let same = try sharespec(
      "mask", "diff", "little.yaml", "little.yaml", "--variant", "sparse", "--task", "ner", "--format", "json",
      in: folder)
    #expect(same.status == 0)
    #expect(try (json(same) as? [String: Any])?["equal"] as? Bool == true)
    for trouble in [["little.yaml", "nothing"], ["little.yaml", "--variant", "soft", "--variant", "low"]] {
      #expect(try CommandProcess(["mask", "diff"] + trouble, in: folder).wait().status == 2)
    }
  }
}

/// Every polarity and type comes back as it went, and specifications take what comes in.
@Test func masksGoOutAndComeInAgain() throws {
  try withTrainedSubnets { folder in
    var files: Set<Data> = []
    for polarity in ["keep", "drop"] {
      for layout in elements.map({ ["--dtype", $0] }) + [["--layout", "packed"]] {
        let export = try CommandProcess(
          ["mask", "export", "little.yaml", "--variant", "sparse", "-o", "out.safetensors", "--polarity", polarity]
            + layout, in: folder)
        #expect(try export.wait().status == 0)
        let back = try sharespec(
          "mask", "import", "out.safetensors", "-o", "m.safetensors", "--polarity", polarity, "--spec", "little.yaml",
          "--variant", "sparse", in: folder)
        #expect(back.status == 0, "\(back.errors)")
        files.insert(try Data(contentsOf: folder.appending(path: "m.safetensors")))
        let same = try sharespec(
          "mask", "diff", "m.safetensors", "little.yaml", "--variant", "sparse", "--task", "ner", in: folder)
        #expect(same.status == 0, "\(same.output)")
      }
    }
    #expect(files.count == 1)
    try folder.write(
      folder.text("little.yaml").components(separatedBy: "variants:")[0]
        .replacing("sharing: sparse", with: "sharing: {masks: {'*': 'file(\"m.safetensors\", self)'}}"),
      to: "mine.yaml")
    let run = try sharespec("run", "mine.yaml", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let same = try sharespec("mask", "diff", "mine.yaml", "m.safetensors", "--task", "ner", in: folder)
    #expect(same.status == 0, "\(same.errors)")
  }
}

/// A network of which a mask keeps nothing trains like any other, so its run and its report warn.
@Test func aMaskThatKeepsNothingIsWarnedOf() throws {
  try withTrainedSubnets { folder in
    let export = try sharespec(
      "mask", "export", "little.yaml", "--variant", "sparse", "-o", "m.safetensors", "--polarity", "keep", "--dtype",
      "u8", in: folder)
    try #require(export.status == 0, "\(export.errors)")
    let whole = try Data(contentsOf: folder.appending(path: "m.safetensors"))
    let specification = try folder.text("little.yaml").components(separatedBy: "variants:")[0]
      .replacing("sharing: sparse", with: "sharing: {masks: {'*': 'file(\"m.safetensors\", self)'}}")
    try folder.write(specification, to: "mine.yaml")
    let usual = try sharespec("run", "mine.yaml", in: folder)
    #expect(usual.status == 0 && !usual.errors.contains("nothing"), "\(usual.errors)")

    try whole.zeroed { $0.hasPrefix("ner/") }.write(to: folder.appending(path: "m.safetensors"))
    let run = try sharespec("run", "mine.yaml", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let warning = #/warning: the mask of 'ner' in '[^']+' \(0 of [0-9,]+ prunable parameters\) keeps nothing/#
    #expect(run.errors.contains(warning), "\(run.errors)")
    // What is done warns too, and so does a report.
    #expect(try sharespec("run", "mine.yaml", in: folder).errors.contains("keeps nothing\n"))
    let report = try sharespec("report", "mine.yaml", "--format", "markdown", in: folder)
    #expect(report.output.contains("Warning: the mask of 'ner' in"), "\(report.output)\(report.errors)")
  }
}

extension Data {
  /// The safetensors file with zeros in the tensors whose names satisfy `isZeroed`.
  fileprivate func zeroed(_ isZeroed: (String) -> Bool) throws -> Data {
    let length = prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(JSONSerialization.jsonObject(with: self[8..<(8 + length)]) as? [String: [String: Any]])
    var file = self
    for (name, tensor) in header where isZeroed(name) {
      guard let offsets = tensor["data_offsets"] as? [Int] else { continue }
      for place in (8 + length + offsets[0])..<(8 + length + offsets[1]) { file[place] = 0 }
    }
    return file
  }
}

/// Masks of encoders of other cells and directions go out and come in too, and their statistics name their directions.
@Test(arguments: ["lstm", "gru", "bigru"])
func masksOfEveryEncoderGoOutAndComeIn(variant: String) throws {
  try withTrainedSubnets { folder in
    for layout in [["--dtype", "u8"], ["--layout", "packed"]] {
      let export = try CommandProcess(
        ["mask", "export", "little.yaml", "--variant", variant, "-o", "out.safetensors", "--polarity", "keep"] + layout,
        in: folder)
      #expect(try export.wait().status == 0)
      let back = try sharespec(
        "mask", "import", "out.safetensors", "-o", "m.safetensors", "--polarity", "keep", "--spec", "little.yaml",
        "--variant", variant, in: folder)
      #expect(back.status == 0, "\(back.errors)")
      let same = try sharespec(
        "mask", "diff", "m.safetensors", "little.yaml", "--variant", variant, "--task", "ner", in: folder)
      #expect(same.status == 0, "\(same.output)")
      let other = try sharespec(
        "mask", "import", "out.safetensors", "-o", "n.safetensors", "--polarity", "keep", "--spec", "little.yaml",
        "--variant", "sparse", in: folder)
      #expect(other.status == 1 && other.errors.contains("encoder."), "\(other.errors)")
    }
    let stats = try sharespec("mask", "stats", "m.safetensors", "--task", "ner", "--format", "json", in: folder)
    #expect(stats.output.contains("encoder.1.forward"))
    #expect(stats.output.contains("encoder.1.backward") == variant.hasPrefix("bi"))
  }
}

@Test func noInputIsWrittenOver() throws {
  try withTrainedSubnets { folder in
    #expect(
      try sharespec(
        "mask", "export", "little.yaml", "--variant", "sparse", "-o", "m.safetensors", "--polarity", "keep", in: folder
      ).status == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "link").path, withDestinationPath: "m.safetensors")
    let before = try Data(contentsOf: folder.appending(path: "m.safetensors"))
    for target in ["m.safetensors", "./m.safetensors", "link"] {
      for command in ["import", "export"] {
        let outcome = try sharespec(
          "mask", command, "m.safetensors", "-o", target, "--polarity", "keep", in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.errors == "error: '\(target)' is the file that was read, which is not written over\n")
      }
    }
    #expect(try Data(contentsOf: folder.appending(path: "m.safetensors")) == before)
    let unwritable = try sharespec("mask", "export", "m.safetensors", "-o", "no/x", "--polarity", "keep", in: folder)
    #expect(unwritable.status == 1 && unwritable.errors == "error: cannot write 'no/x': No such file or directory\n")
  }
}

@Test func everyCommandOnMasksHasHelpWithExamples() throws {
  for command in ["show", "stats", "overlap", "diff", "import", "export"] {
    let outcome = try sharespec("mask", command, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXAMPLES\n  sharespec mask \(command)"))
  }
}

// MARK: Python

/// Masks that numpy wrote in each type and polarity come in as they are, and what goes out is what numpy reads.
@Test func masksAreExchangedWithPython() throws {
  guard let python = try Python(with: ["numpy", "safetensors"], toTry: "masks exchanged with Python") else { return }
  try withTrainedSubnets { folder in
    let make = """
      import numpy, sys
      from safetensors.numpy import save_file
      random = numpy.random.default_rng(3)
      keep = {"lstm.weight_ih_l0_mask": random.random((24, 11)) < 0.3, "lstm.weight_hh_l0_mask": random.random((24, 6)) < 0.3}
      for name, type in (("bool", numpy.bool_), ("u8", numpy.uint8), ("f32", numpy.float32)):
          save_file({n: m.astype(type) for n, m in keep.items()}, f"keep-{name}.safetensors")
          save_file({n: (~m).astype(type) for n, m in keep.items()}, f"drop-{name}.safetensors")
      """
    let made = try python.run(["-c", make], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    var imported: Set<Data> = []
    for polarity in ["keep", "drop"] {
      for element in elements {
        let outcome = try sharespec(
          "mask", "import", "\(polarity)-\(element).safetensors", "-o", "m.safetensors", "--polarity", polarity,
          "--map", "lstm.*_mask=encoder.*", in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        imported.insert(try Data(contentsOf: folder.appending(path: "m.safetensors")))
        let back = try sharespec(
          "mask", "export", "m.safetensors", "-o", "back-\(polarity)-\(element).safetensors", "--polarity", polarity,
          "--dtype", element, in: folder)
        #expect(back.status == 0, "\(back.errors)")
      }
    }
    #expect(imported.count == 1)
    let compare = """
      import numpy
      from safetensors.numpy import load_file
      for polarity in ("keep", "drop"):
          for name in ("bool", "u8", "f32"):
              theirs, ours = (load_file(f"{prefix}{polarity}-{name}.safetensors") for prefix in ("", "back-"))
              assert {n.replace("encoder.", "lstm.") + "_mask" for n in ours} == set(theirs), (set(ours), set(theirs))
              for n, mask in ours.items():
                  other = theirs[n.replace("encoder.", "lstm.") + "_mask"]
                  assert mask.dtype == other.dtype and mask.shape == other.shape and (mask == other).all(), n
      """
    let compared = try python.run(["-c", compare], in: folder)
    #expect(compared.status == 0, "\(compared.errors)")
  }
}
