import FrontEndSupport
import Diagnostics
import ExperimentSpec
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentGraph

private let bundled = bundledSpecifications()

/// The bundled specifications that stand for themselves, with the files that each is made of.
private let whole: [(name: String, files: [SourceFile])] = bundled.keys.sorted().compactMap { name in
  let compilation = Compilation(Sources(name: name, files: bundled))
  return compilation.graph.map { _ in (name, compilation.files) }
}

/// An entry of a file whose value nothing else gives, with the mapping that it is in.
private struct Producer {
  let path: [String]
  let entry: Entry
  let mapping: Node

  /// The key, or that of the mapping where nothing else is in it.
  var name: String { mapping.mapping?.entries.count == 1 ? path.dropLast().last ?? entry.key : entry.key }

  /// The change that takes the entry out of its file.
  var removal: FixIt? {
    guard let entries = mapping.mapping?.entries, let index = entries.firstIndex(of: entry) else { return nil }
    if entries.count == 1 { return FixIt("", replacing: mapping.range, with: "{}") }
    let isLast = index == entries.count - 1
    let isFlow = mapping.range.text.hasPrefix("{")
    let start = isLast && isFlow ? entries[index - 1].value.range.bytes.upperBound : entry.keyRange.bytes.lowerBound
    let end = isLast ? entry.value.range.bytes.upperBound : entries[index + 1].keyRange.bytes.lowerBound
    return FixIt("", replacing: SourceRange(entry.keyRange.file, start..<end), with: "")
  }
}

/// All entries of mappings in `node`, which is at `path`.
private func entries(of node: Node, at path: [String] = []) -> [Producer] {
  (node.mapping?.entries ?? []).flatMap { entry in
    [Producer(path: path + [entry.key], entry: entry, mapping: node)]
      + entries(of: entry.value, at: path + [entry.key])
  }
}

/// Whether an experiment cannot be without what is at `path`, given what its tasks refer to.
private func isNeeded(_ path: [String], _ references: Set<[String]>) -> Bool {
  switch path.count {
  case 1: ["sharespec", "name", "datasets", "tasks", "sharing", "training"].contains(path[0])
  case 2 where path[0] == "datasets": references.contains(["dataset", path[1]])
  case 2 where path[0] == "variants": references.contains(["variant", path[1]])
  case 3 where path[0] == "tasks": ["dataset", "column", "derive", "metric", "scheme"].contains(path[2])
  case 3 where path[0] == "datasets": ["format", "files", "columns"].contains(path[2])
  case 4 where path[2] == "columns": path[3] == "token" || references.contains(["layer", path[1], path[3]])
  case 4 where path[2] == "files": path[3] == "train"
  default: path.suffix(3).prefix(2) == ["sharing", "levels"] || path.suffix(3).prefix(2) == ["sharing", "masks"]
  }
}

extension Spec {
  /// Whether a preset gives a value at or below `path`.
  fileprivate func isPreset(at path: [String]) -> Bool {
    variants[0].settled.contains { value in
      value.keys.starts(with: path) && value.origin.range?.file.name.hasPrefix("<preset") == true
    }
  }
}

/// What is referred to in `names`.
private func references(in names: [WrittenName]) -> Set<[String]> {
  Set(
    names.compactMap { name in
      guard case .use(let kind) = name.role else { return nil }
      switch kind {
      case .dataset: return ["dataset", name.text]
      case .variant: return ["variant", name.text]
      case .layer(let dataset): return ["layer", dataset, name.text]
      case .task, .exhibit, .claim, .subject, .language: return nil
      }
    })
}

/// Taking anything that an experiment needs out of the only file that has it is an error that names it.
@Test(arguments: whole.map(\.name))
func whatIsNeededIsMissed(name: String) throws {
  let files = try #require(whole.first { $0.name == name }).files
  var log = DiagnosticLog()
  let trees = try files.map { try #require(SpecDocument($0, log: &log)).root }
  let written = trees.flatMap { entries(of: $0) }
  let taskless = written.filter { $0.path.count == 2 && $0.path[0] == "tasks" && $0.entry.value.isNone }.map(\.path)
  // What belongs to a task that a file above takes away is not missed either.
  let all = written.filter { !taskless.contains(Array($0.path.prefix(2))) }
  let gone = written.filter { taskless.contains($0.path) }.map(\.entry.value.range)
  let names = trees.flatMap { NameFinder.names(in: $0) }
  let references = references(in: names.filter { name in !gone.contains { $0.contains(name.range) } })
  let swept = all.filter { $0.path.count == 3 && $0.path[0] == "sweep" }.map { $0.path[2].split(separator: ".") }
  let original = Compilation(Sources(name: name, files: bundled))
  let read = original.spec?.variants.flatMap(\.settled).compactMap(\.origin.range) ?? []
  // Every file says its version; a value that a sweep gives too, or that every variant replaces, is not missed.
  let producers = all.filter { producer in
    isNeeded(producer.path, references)
      && (producer.path[0] != "sharing" && producer.path[0] != "training"
        || read.contains { producer.entry.value.range.contains($0) })
      && (producer.path == ["sharespec"] || all.count { $0.path == producer.path } == 1)
      && !swept.contains { $0.map(String.init).starts(with: producer.path) }
  }
  #expect(producers.count >= 10)
  for producer in producers {
    let removal = try #require(producer.removal)
    let compilation = Compilation(Sources(name: name, files: bundled).applying(removal))
    let errors = compilation.log.diagnostics.filter { $0.severity == .error }
    // A preset may have the value, too.
    if let spec = compilation.spec, spec.isPreset(at: producer.path) { continue }
    #expect(
      errors.contains { $0.message.contains(producer.name) },
      "without \(producer.path) of \(producer.entry.keyRange.file.name): \(errors.map(\.message))")
  }
}

@Test(arguments: whole.filter { $0.files.count > 1 }.map(\.name))
func filesThatAreExtendedAreMissed(name: String) throws {
  for file in try #require(whole.first { $0.name == name }).files.dropFirst() {
    var sources = Sources(name: name, files: bundled)
    sources.files[file.name] = nil
    let log = Compilation(sources).log
    #expect(log.errorCount == 1)
    #expect(log.diagnostics.allSatisfy { $0.message.contains("'\(file.name)'") && $0.range?.text.isEmpty == false })
  }
}

/// Without the declaration of its towers a sharing that needs them is refused.
@Test(arguments: [
  "{masks: {'*': char_cnn | tower(self)}, coupling: {kind: cross_stitch}}",
  "{masks: {'*': char_cnn | tower(self)}}",
  "{masks: {'*': all}, coupling: {kind: cross_stitch}}",
])
func towersAreMissed(sharing: String) throws {
  #expect {
    _ = try graph(sharing: sharing)
  } throws: { error in
    (error as? Refusal)?.findings.contains { $0.contains("tower") } == true
  }
}

extension SourceRange {
  /// Whether `other` lies in this range.
  fileprivate func contains(_ other: SourceRange) -> Bool {
    file.name == other.file.name && bytes.contains(other.bytes)
  }
}
