@testable import Text
import Diagnostics
import ExperimentSpec
import Foundation
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentGraph

/// A file, what the compiler finds in it, and its tree.
private struct Judged {
  let file: SourceFile
  let root: Node
  let findings: [Diagnostic]

  /// The file of `sources`; `nil` if it is no tree.
  init?(_ sources: Sources) {
    let compilation = Compilation(sources)
    var log = DiagnosticLog()
    guard let document = SpecDocument(compilation.files[0], log: &log) else { return nil }
    file = document.file
    root = document.root
    findings = compilation.log.diagnostics.filter { $0.range?.file.name == document.file.name }
  }
}

private let judged: [Judged] = {
  let bundled = bundledSpecifications()
  let bundledSources = bundled.keys.sorted().map { Sources(name: $0, files: bundled) }
  let bad = fixtures(in: "bad", suffix: ".yaml").map(badSources)
  let good = fixtures(in: "good", suffix: ".yaml").map { Sources(name: $0.name, files: [$0.name: $0.bytes]) }
  return (bundledSources + bad + good).compactMap(Judged.init)
}()

/// Whether a Python with the validator is at hand.
private let hasValidator = run(["-c", "import jsonschema; jsonschema.Draft202012Validator"]).status == 0

/// What `python3` with `arguments` prints and its status.
private func run(_ arguments: [String]) -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["python3"] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  process.standardInput = FileHandle.nullDevice
  do { try process.run() } catch { return (-1, "\(error)") }
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// The names of the files in `judged` that the committed schema rejects, with the reasons.
private func rejected() throws -> [String: String] {
  let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: path) }
  let lines = judged.map { one in
    JSONText.text(of: ["name": .string(one.file.name), "document": JSONValue(coreSchema: one.root)]) + "\n"
  }
  try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
  let script = projectPath("Tests/ExperimentGraphTests/validate-schema.py")
  let result = run([script, projectPath("Grammar/experiment.schema.json"), path])
  try #require(result.status == 0, "\(result.output)")
  struct Rejection: Decodable {
    let name: String
    let reasons: [String]
  }
  let rejections = try result.output.split(separator: "\n").map {
    try JSONDecoder().decode(Rejection.self, from: Data($0.utf8))
  }
  return Dictionary(uniqueKeysWithValues: rejections.map { ($0.name, $0.reasons.joined(separator: "; ")) })
}

/// An independent validator rejects, by the committed schema, the files in which the compiler finds what a schema can
/// express, and no others.
@Test(.enabled(if: hasValidator, "SKIPPED: needs python3 with the module jsonschema (Debian: python3-jsonschema)"))
func theSchemaAgreesWithTheCompiler() throws {
  #expect(judged.count > 200)
  let rejected = try rejected()
  #expect(rejected.count > 60)
  for one in judged {
    let expressible = one.findings.filter { $0.isExpressible(in: one.root) }
    let findings = one.findings.map { "\($0.code.id) \($0.message)" }
    if expressible.isEmpty {
      #expect(
        rejected[one.file.name] == nil,
        "\(one.file.name) is rejected for \(rejected[one.file.name] ?? ""), not for \(findings)")
    } else {
      #expect(rejected[one.file.name] != nil, "\(one.file.name) is accepted in spite of \(findings)")
    }
  }
}

@Test func goodSpecificationsAreRight() {
  let good = fixtures(in: "good", suffix: ".yaml")
  #expect(good.count >= 8)
  for file in good {
    let compilation = Compilation(Sources(name: file.name, files: [file.name: file.bytes]))
    #expect(compilation.log.diagnostics == [], "\(file.name)")
    #expect(compilation.graph != nil)
  }
}

extension Diagnostic {
  /// Whether a schema of one file, whose tree is `root`, can express the rule that the finding is about.
  fileprivate func isExpressible(in root: Node) -> Bool {
    guard let range, !isInsideSweptValues(of: root) else { return false }
    switch code {
    case SpecCode.unknownKey, SpecCode.outOfRange, SpecCode.unknownName, SpecCode.selectionOffDevelopment,
      SpecCode.emptyValue:
      return true
    case SpecCode.wrongType: return !isAboutSpelling(at: range)
    case SpecCode.missingKey:
      let layers = ["extends", "preset", "variants", "sweep"].filter { root.mapping?[$0] != nil }
      if path == "sharespec" || path?.hasPrefix("sweep.when.") == true { return true }
      return layers.isEmpty || path == "name" && !layers.contains("extends")
    default: return code.id == "E0300"
    }
  }

  /// Whether the value would be right if it were written otherwise: readers by the core schema see no difference.
  private func isAboutSpelling(at range: SourceRange) -> Bool {
    let scalar = Scalar(LocatedText(range.text, at: range), style: .plain)
    switch JSONValue(coreSchema: Node(.scalar(scalar), at: range)) {
    case .string:
      return ["a text", "the path of a file", "a mask expression"].contains { message.contains("takes \($0)") }
    case .integer: return message.contains("takes a whole number") || message.contains("takes a number")
    case .real(let value):
      return message.contains("takes a number")
        || message.contains("takes a whole number") && Int(exactly: value) != nil
    case .null, .boolean, .array, .object: return false
    }
  }

  /// Whether the finding is about a path that is swept or a value on it, of which a schema knows only that there is
  /// one.
  private func isInsideSweptValues(of root: Node) -> Bool {
    guard let sweep = root.mapping?["sweep"]?.value.mapping, let range else { return false }
    let blocks = ["product", "zip", "include", "exclude", "when"].compactMap { sweep[$0]?.value }
    return blocks.contains { block in
      block.entries.contains { entry in
        let isNothing = code == SpecCode.emptyValue && message.hasSuffix("has no value")
        let isWhole = entry.value.range == range && path?.hasPrefix("sweep") == true
        let isInside = [entry.keyRange, entry.value.range].contains { $0.bytes.contains(range.bytes) }
        return isInside && !isNothing && !isWhole
      }
    }
  }
}

extension Node {
  /// The entries of the mapping that the value is, or of those in the list that it is.
  fileprivate var entries: [Entry] { mapping?.entries ?? (sequence ?? []).flatMap(\.entries) }
}
