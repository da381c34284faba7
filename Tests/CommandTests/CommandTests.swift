import Foundation
import Testing

private let tiny = tinySpecification

@Test func everyBundledSpecificationIsRight() throws {
  let specs = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "specs").path)
    .filter { $0.hasSuffix(".yaml") }.sorted()
  #expect(specs.contains("quickstart.yaml"))
  for spec in specs {
    let outcome = try sharespec("check", "specs/\(spec)")
    #expect(outcome.status == 0, "\(spec): \(outcome.errors)")
  }
}

@Test func aMistakeIsShownWithItsPlaceBeforeAnythingRuns() throws {
  try withFolder { folder in
    try tiny.replacing("hidden: 4", with: "hiden: 4")
      .write(to: folder.appending(path: "bad.yaml"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "bad.yaml", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("bad.yaml:5:41: error: unknown key 'hiden' in 'base.encoder' [E0201]\n"))
    #expect(outcome.errors.contains("^~~~~"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: ".sharespec").path))
  }
}

@Test(arguments: [
  (["chekc", "x"], "Error: unknown command 'chekc'; did you mean 'check'?\n"),
  (["store", "lss"], "Error: unknown command 'lss'; did you mean 'ls'?\n"),
  (["help", "raport"], "Error: unknown command 'raport'; did you mean 'report'?\n"),
  (["frobnicate"], "Error: unknown command 'frobnicate'\n"),
])
func anUnknownCommandIsNamed(arguments: [String], message: String) throws {
  let outcome = try CommandProcess(arguments, in: root, input: "").wait()
  #expect(outcome.status == 64)
  #expect(outcome.output.isEmpty)
  #expect(outcome.errors.hasPrefix(message))
}

@Test func aFileOfALikeNameIsSuggested() throws {
  try withFolder { folder in
    for (name, text) in [("base.yaml", tiny), ("e.yaml", "sharespec: 1\nname: e\nextends: bsae.yaml\n")] {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let outcome = try sharespec("check", "e.yaml", in: folder)
    #expect(outcome.errors.contains("  = help: did you mean 'base.yaml'?\n"))
    #expect(outcome.errors.contains("3 + extends: base.yaml\n"))
  }
}

@Test func aRunPrintsItsTableOnStandardOutputAndProgressOnStandardError() throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let first = try sharespec("run", "tiny.yaml", "--store", "my store", "--jobs", "1", in: folder)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("tiny: scores on test\n"))
    #expect(first.errors.contains("epoch 1/1"))
    #expect(!first.errors.contains("\u{1B}"), "no terminal, no control sequences")
    let second = try sharespec("run", "tiny.yaml", "--store", "my store", "--jobs", "2", in: folder)
    #expect(second.output == first.output)
    #expect(second.errors == "all 4 stages are done\n")
  }
}

@Test func resultsAreAlsoJSON() throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "tiny.yaml", "--format", "json", "--set", "name=other", in: folder)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["name"] as? String == "other")
    let variant = try #require((object["variants"] as? [[String: Any]])?.first)
    let task = try #require((variant["tasks"] as? [[String: Any]])?.first)
    #expect(task["task"] as? String == "pos")
    #expect((task["score"] as? Double).map { (0...100).contains($0) } == true)
    #expect(variant["parameters"] as? Int == 2 * (16 * (6 + 4) + 2 * 16))
  }
}

@Test func anUnwritableStoreIsAClearError() throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    try "a file".write(to: folder.appending(path: "occupied"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "tiny.yaml", "--store", "occupied", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: cannot make the directory 'occupied/objects': Not a directory"))
  }
}

@Test func findingsAreAlsoJSONAndSARIF() throws {
  try withFolder { folder in
    try tiny.replacing("hidden: 4", with: "hiden: 4")
      .write(to: folder.appending(path: "bad.yaml"), atomically: true, encoding: .utf8)
    for format in ["json", "sarif"] {
      let outcome = try sharespec("check", "bad.yaml", "--format", format, in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.isEmpty)
      _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      #expect(outcome.output.contains("E0201"))
    }
  }
}

@Test func everyCodeIsExplained() throws {
  let list = try sharespec("explain")
  let codes = list.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  #expect(codes.count > 50)
  #expect(Set(codes).count == codes.count, "a code is used twice")
  #expect(try sharespec("explain", "e0201").output.hasPrefix("E0201: unknown key\n"))
  #expect(try sharespec("explain", "E9999").status != 0)
}

@Test func helpIsCompleteAndHasExamples() throws {
  for subcommand in ["run", "check", "fmt", "explain", "schema"] {
    let outcome = try sharespec(subcommand, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXAMPLES"))
  }
}
