import Foundation
import Testing

private let untidy = """
  # The file.
  name:   x
  sharespec: 1

  variants: {a: {training: {epochs: 1, batch: 2}}}
  tasks: {b: {column: c,   dataset: d}}   # beside

  """

private let tidy = """
  # The file.
  sharespec: 1
  name: x
  tasks: {b: {dataset: d, column: c}} # beside

  variants: {a: {training: {batch: 2, epochs: 1}}}

  """

private func write(_ text: String, to url: URL) throws { try Data(text.utf8).write(to: url) }
private func text(of url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

@Test func formattingRewritesWhatItChangesAndNamesIt() throws {
  try withFolder { folder in
    let (changed, unchanged) = (folder.appending(path: "a.yaml"), folder.appending(path: "b.yaml"))
    try write(untidy, to: changed)
    try write(tidy, to: unchanged)
    let old = try FileManager.default.attributesOfItem(atPath: unchanged.path)[.systemFileNumber] as? Int
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: changed.path)
    let outcome = try sharespec("fmt", "a.yaml", "b.yaml", in: folder)
    #expect((outcome.status, outcome.output, outcome.errors) == (0, "formatted a.yaml\n", ""))
    #expect(try text(of: changed) == tidy)
    #expect(try FileManager.default.attributesOfItem(atPath: changed.path)[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.attributesOfItem(atPath: unchanged.path)[.systemFileNumber] as? Int == old)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.yaml", "b.yaml"])
    #expect(try sharespec("fmt", "a.yaml", "b.yaml", in: folder).output == "")
  }
}

@Test func formattingFollowsLinks() throws {
  try withFolder { folder in
    let inner = folder.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try write(untidy, to: inner.appending(path: "real.yaml"))
    let link = folder.appending(path: "link.yaml")
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "inner/real.yaml")
    #expect(try sharespec("fmt", "link.yaml", in: folder).output == "formatted link.yaml\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "inner/real.yaml")
    #expect(try text(of: inner.appending(path: "real.yaml")) == tidy)
  }
}

@Test func checkingOfTheFormatChangesNothing() throws {
  try withFolder { folder in
    let file = folder.appending(path: "a.yaml")
    try write(untidy, to: file)
    try write(tidy, to: folder.appending(path: "b.yaml"))
    let outcome = try sharespec("fmt", "--check", "b.yaml", "a.yaml", in: folder)
    #expect((outcome.status, outcome.output, outcome.errors) == (1, "a.yaml\n", ""))
    #expect(try text(of: file) == untidy)
    let right = try sharespec("fmt", "--check", "b.yaml", in: folder)
    #expect((right.status, right.output, right.errors) == (0, "", ""))
  }
}

@Test func theDifferenceIsShownAsPatchesAre() throws {
  try withFolder { folder in
    let lines = (1...9).map { "  k\($0): \($0)\n" }
    let old = "sharespec:  1\nzzz:\n" + lines.joined() + "yyy: [ ]"
    try write(old, to: folder.appending(path: "a.yaml"))
    let outcome = try sharespec("fmt", "--diff", "a.yaml", in: folder)
    #expect(outcome.status == 1)
    #expect(
      outcome.output == """
        --- a.yaml
        +++ a.yaml (formatted)
        @@ -1,4 +1,4 @@
        -sharespec:  1
        +sharespec: 1
         zzz:
           k1: 1
           k2: 2
        @@ -9,4 +9,4 @@
           k7: 7
           k8: 8
           k9: 9
        -yyy: [ ]
        \\ No newline at end of file
        +yyy: []

        """)
    #expect(try text(of: folder.appending(path: "a.yaml")) == old)
  }
}

@Test func standardInputIsFormattedToStandardOutput() throws {
  let outcome = try sharespec("fmt", "-", input: untidy)
  #expect((outcome.status, outcome.output, outcome.errors) == (0, tidy, ""))
  #expect(try sharespec("fmt", "-", input: tidy).output == tidy)
  let check = try sharespec("fmt", "--check", "-", input: untidy)
  #expect((check.status, check.output) == (1, "<standard input>\n"))
  let bad = try sharespec("fmt", "-", input: "a: [\n")
  #expect((bad.status, bad.output) == (1, ""))
  #expect(bad.errors.contains("<standard input>:1:4: error: "))
}

@Test func unreadableFilesAreLeftAsTheyAre() throws {
  try withFolder { folder in
    let bad = folder.appending(path: "bad.yaml")
    try write("name:   x\na: [1\n", to: bad)
    try write(untidy, to: folder.appending(path: "good.yaml"))
    let outcome = try sharespec("fmt", "bad.yaml", "missing.yaml", "good.yaml", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.output == "formatted good.yaml\n")
    #expect(outcome.errors.contains("bad.yaml:2:4: error: "))
    #expect(outcome.errors.contains("cannot read 'missing.yaml'"))
    #expect(try text(of: bad) == "name:   x\na: [1\n")
  }
}

@Test func filesWithMistakesAreFormatted() throws {
  try withFolder { folder in
    let file = folder.appending(path: "a.yaml")
    try write("training: {epochs: many, hiden: 3, batch: 1}\nunknown: 1\nname: x\n", to: file)
    #expect(try sharespec("fmt", "a.yaml", in: folder).status == 0)
    #expect(try text(of: file) == "name: x\ntraining: {batch: 1, epochs: many, hiden: 3}\nunknown: 1\n")
  }
}

@Test func bundledSpecificationsAreFormatted() throws {
  let specs = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "specs").path)
    .filter { $0.hasSuffix(".yaml") }.sorted()
  for spec in specs {
    let outcome = try sharespec("fmt", "--diff", "specs/\(spec)")
    #expect(outcome.status == 0, "\(outcome.output)")
  }
}
