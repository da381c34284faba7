import Foundation
import Testing

// Specifications, plans and masks of strangers: what they call things is text, wherever it is shown.

/// A quotation mark that has a combining mark, as a shell and others do not see it.
private let marked = "'\u{301}"

private let specification = """
  sharespec: 1
  name: t
  datasets: {news: {format: synthetic, sentences: {train: 30, dev: 10, test: 10}}}
  tasks: {pos: {dataset: news, column: pos, metric: accuracy}}
  base: {words: {dimension: 4}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 1}

  """

/// `specification` with more lines, in a new folder under `name`; the folder is removed afterwards.
private func withSpecification(
  _ more: String = "", in name: String = "folder", _ body: (URL) throws -> Void
) throws {
  let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  let folder = base.appending(path: name)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: base) }
  try (specification + more).write(to: folder.appending(path: "t.yaml"), atomically: true, encoding: .utf8)
  try body(folder)
}

/// The files in `folder` and in the folders below it.
private func names(in folder: URL) -> [String] {
  (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
}

@Test(arguments: ["slurm", "snakemake"]) func noFolderRunsCommandsFromExportedScripts(engine: String) throws {
  try withSpecification(in: "q\(marked);touch pwned;\(marked)z $(touch pwned) `touch pwned`") { folder in
    #expect(try sharespec("export", "t.yaml", "--to", engine, "-o", "jobs", in: folder).status == 0)
    let jobs = folder.appending(path: "jobs")
    let script = engine == "slurm" ? "bash job.sh stages-*.tsv 0" : "bash stage.sh plans/* x 1"
    // The store that the program is told is the folder's, and no other command runs.
    let program = jobs.appending(path: "program.sh")
    try "#!/bin/bash\nprintf '%s\\n' \"$@\" > told\n".write(to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let process = try CommandProcess(
      [], in: jobs, script: "export SHARESPEC=./program.sh SLURM_ARRAY_TASK_ID=0 SLURM_JOB_ID=1; \(script)")
    _ = try process.wait()
    let told = try String(contentsOf: jobs.appending(path: "told"), encoding: .utf8)
    #expect(told.hasSuffix("--store\n\(folder.path)/.sharespec\n"), "\(told)")
    #expect(!names(in: folder).contains { $0.hasSuffix("pwned") })
  }
}

@Test func noOptionRunsCommandsFromExportedScripts() throws {
  try withSpecification { folder in
    let payload = "a\(marked)$(touch pwned)\(marked)"
    #expect(
      try sharespec(
        "export", "t.yaml", "--to", "slurm", "-o", "jobs", "--partition", payload, "--account", payload,
        "--sbatch=--comment=\(payload)", in: folder
      ).status == 0)
    let jobs = folder.appending(path: "jobs")
    let outcome = try CommandProcess([], in: jobs, script: "bash submit.sh --dry-run").wait()
    #expect(outcome.status == 0 && outcome.output.contains("partition="))
    #expect(!names(in: folder).contains { $0.hasSuffix("pwned") })
  }
}

@Test func drawingsHaveNoLinks() throws {
  let name = "x\\\"\u{301} [URL=<javascript:alert(document.domain)> label=<CLICK>]; \\\"\u{301}y"
  try withSpecification("variants:\n  \"\(name)\": {}\n") { folder in
    let dot = try sharespec("graph", "t.yaml", "--format", "dot", in: folder).output
    // Outside of quotation marks, which backslashes keep from ending, there is no attribute of the stranger's.
    let bare = dot.replacing(/\\./.matchingSemantics(.unicodeScalar), with: "")
      .replacing(/"[^"]*"/.matchingSemantics(.unicodeScalar), with: "")
    #expect(dot.contains("URL=") && !bare.contains("URL="))
    #expect(try sharespec("report", "t.yaml", "-o", "r.html", in: folder).status == 0)
    let page = try String(contentsOf: folder.appending(path: "r.html"), encoding: .utf8)
    #expect(page.contains("Content-Security-Policy") && page.contains("default-src &#39;none&#39;"))
    #expect(!page.contains("<script") && !page.contains("xlink:href"))
    // The drawing is there if Graphviz is, as an image, and leads nowhere either.
    guard let image = page.firstMatch(of: /src="data:image\/svg\+xml;base64,([^"]*)"/) else {
      Issue.record(
        "NOT TRIED: drawings in reports; '.ci/install-libraries tests' installs Graphviz", severity: .warning)
      return
    }
    let drawing = String(decoding: try #require(Data(base64Encoded: String(image.1))), as: UTF8.self)
    #expect(drawing.contains("<svg") && drawing.contains("javascript:alert"), "the name is shown")
    #expect(!drawing.contains("xlink:href"))
  }
}

@Test func commentsOnPullRequestsHaveNoPicturesOfStrangers() throws {
  let name = "z`` ![x](http://evil.example/y.png) <b>bold</b> [click](http://evil.example) ``"
  try withSpecification("variants:\n  \"\(name)\": {training: {batch: 3}}\n") { folder in
    let outcome = try sharespec(
      "diff", "t.yaml", "t.yaml", "--set-new", "training.epochs=2", "--format", "markdown", in: folder)
    // As code between fences that are longer than any run of backquotes in it.
    #expect(outcome.output.contains("``` \(name) ```"), "\(outcome.output)")
  }
}

@Test(arguments: [
  "sweep: {product: {training.batch: {\"x\\e[31m\": 5}}}", "sweep: {product: {training.batch: {\"y\\nz\": 5}}}",
  "sweep: {product: {training.batch: [4, \"\\e[31m\"]}}", "sweep: {product: {training.batch: [4]}, name: \"a\\nb\"}",
  "sweep: {include: [{training.batch: \"\\e5\"}]}", "variants: {\"x\\x9b\": {}}",
])
func namesWithControlCharactersAreRefused(line: String) throws {
  try withSpecification(line + "\n") { folder in
    let outcome = try sharespec("check", "t.yaml", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("a name is a text without control characters"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("\u{1B}") && !outcome.output.contains("\u{1B}"))
  }
}

@Test func plansWithControlCharactersInNamesAreRefused() throws {
  try withSpecification { folder in
    #expect(try sharespec("plan", "t.yaml", "-o", "p.json", in: folder).status == 0)
    let file = folder.appending(path: "p.json")
    let plan = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in [("\"name\": \"t\"", "\"name\": \"\\u001b[33mt\""), ("\"pos\"", "\"pos\\n\"")] {
      #expect(plan.contains(old))
      try plan.replacing(old, with: new).write(to: file, atomically: true, encoding: .utf8)
      for command in ["plan", "graph", "run"] {
        let outcome = try sharespec(command, "p.json", in: folder)
        #expect(outcome.status == 1 && outcome.errors.contains("has control characters"), "\(outcome.errors)")
        #expect(!(outcome.errors + outcome.output).contains("\u{1B}"))
      }
    }
  }
}

@Test func masksWithControlCharactersInNamesAreRefused() throws {
  try withSpecification { folder in
    let header = #"{"a\u001b[31m\nb":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let bytes = withUnsafeBytes(of: UInt64(padded.utf8.count).littleEndian) { Array($0) } + Array(padded.utf8) + [1]
    try Data(bytes).write(to: folder.appending(path: "m.safetensors"))
    let outcome = try sharespec("mask", "show", "m.safetensors", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("'a<U+001B>[31m\\nb', whose name is empty or has control characters"))
  }
}

@Test func titlesOfReportsStayOnTheirLines() throws {
  let title = "T\\e[2J\\n\\\\input{/etc/passwd}"
  try withSpecification("report: {x: {show: scores, title: \"\(title)\", labels: {pos: \"P\\e[7m\"}}}\n") { folder in
    for format in ["latex", "markdown", "json"] {
      let outcome = try sharespec("report", "t.yaml", "--format", format, in: folder)
      #expect(outcome.status == 0)
      #expect(!outcome.output.contains("\u{1B}"), "\(format)")
      #expect(!outcome.output.split(separator: "\n").contains { $0.hasPrefix("\\input") }, "\(format)")
    }
  }
}

@Test func documentsAreWrittenAsTheyAre() throws {
  // A joiner within a name is a part of it, and a formatted specification that goes to a file or a pipe keeps it.
  try withSpecification("variants:\n  \"a\u{2060}b\": {}\n") { folder in
    let outcome = try sharespec("fmt", "-", in: folder, input: specification + "variants:\n  \"a\u{2060}b\": {}\n")
    #expect(outcome.output.unicodeScalars.contains("\u{2060}"), "\(outcome.output)\(outcome.errors)")
    #expect(try !sharespec("plan", "t.yaml", in: folder).output.unicodeScalars.contains("\u{2060}"))
  }
}

/// Reports and copies of results hold no absolute paths, and with `--anonymous` nothing that tells who made them when.
@Test func reportsCanBeAnonymous() throws {
  try withSpecification("variants: {a: {}}\n", in: "alice") { folder in
    let (file, store) = (folder.appending(path: "t.yaml").path, folder.appending(path: "s").path)
    #expect(try sharespec("run", file, "--store", store).status == 0)
    let host = ProcessInfo.processInfo.hostName
    let date = /20[0-9]{2}-[01][0-9]-[0-3][0-9]/
    for format in ["html", "markdown", "json"] {
      let told = try sharespec("report", file, "--store", store, "--format", format).output
      #expect(told.contains("t.yaml:") == (format != "markdown") && !told.contains("alice"), "\(format)")
      #expect(told.contains(host) && told.contains(date), "\(format)")
      let blind = try sharespec("report", file, "--store", store, "--format", format, "--anonymous").output
      #expect(
        blind.contains("t.yaml:") == (format != "markdown") && !blind.contains("alice") && !blind.contains(host),
        "\(format)")
      #expect(!blind.contains(date), "\(format)")
    }
    let copies = folder.appending(path: "copies")
    #expect(
      try sharespec("store", "export", "a", "--spec", file, "--store", store, "-o", copies.path, "--anonymous").status
        == 0)
    for name in names(in: copies) where name.hasSuffix(".json") {
      let text = try String(contentsOf: copies.appending(path: name), encoding: .utf8)
      #expect(!text.contains(host) && !text.contains("alice") && !text.contains(date), "\(name)")
    }
  }
}

/// The folders of everything that a specification names are hidden, wherever the report tells of it.
@Test func anonymousReportsHideTheFoldersOfFiles() throws {
  try withFolder { folder in
    let data = folder.appending(path: "alice")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    for (name, text) in [
      ("a.txt", "a X\nb Y\n\nc X\n\n"), ("b.txt", "b X\n\nd Y\n\n"), ("v.txt", "a 1 2\nb 3 4\n"),
      ("base.yaml", "sharespec: 1\ntraining: {epochs: 1}\n"),
    ] {
      try text.write(to: data.appending(path: name), atomically: true, encoding: .utf8)
    }
    let work = folder.appending(path: "work")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    try """
    sharespec: 1
    name: t
    extends: \(data.path)/base.yaml
    datasets:
      news:
        format: columns
        columns: {token: 0, pos: 1}
        files: {train: ["\(data.path)/a.txt", ../alice/b.txt]}
        hold_out: 0.5
    tasks: {pos: {dataset: news, column: pos, metric: accuracy}}
    base: {words: {dimension: 2, pretrained: "\(data.path)/v.txt"}, encoder: {hidden: 4}}
    sharing: hard

    """.write(to: work.appending(path: "t.yaml"), atomically: true, encoding: .utf8)
    #expect(try sharespec("run", "work/t.yaml", "--store", "s", in: folder).status == 0)
    for format in ["json", "html", "markdown"] {
      let arguments = ["report", "work/t.yaml", "--store", "s", "--format", format]
      let told = try CommandProcess(arguments, in: folder).wait().output
      let blind = try CommandProcess(arguments + ["--anonymous"], in: folder).wait().output
      #expect(told.contains("alice") && !blind.contains("alice"), "\(format)")
      #expect(blind.contains("v.txt") && !blind.contains(folder.path), "\(format)")
      guard format == "json" else { continue }
      #expect(blind.contains(#"train: [\"a.txt\", b.txt]"#), "\(blind)")
      #expect(told.contains("# t.yaml:2:") && told.contains("# ../alice/base.yaml:2:"), "\(told)")
      #expect(blind.contains("# t.yaml:2:") && blind.contains("# base.yaml:2:"), "\(blind)")
      // A report is the same wherever it is made.
      let elsewhere = try sharespec("report", "t.yaml", "--store", "../s", "--format", format, in: work).output
      #expect(elsewhere == told)
    }
  }
}
