import Foundation
import Testing

/// The root of the package.
private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

private func text(_ path: String) throws -> String {
  try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

/// The modules that are written in C.
private let cModules: Set<String> = ["CLibYAML", "CNettle", "COpenBLAS", "CZlib", "CKernels", "CAllocations"]

/// The edges of `docs/modules.txt`.
private func documentedEdges() throws -> [String: Set<String>] {
  var edges: [String: Set<String>] = [:]
  for line in try text("docs/modules.txt").split(separator: "\n") where !line.hasPrefix("#") {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    edges[String(parts[0])] = Set(parts[1].split(separator: " ").map(String.init))
  }
  return edges
}

/// The modules of this package that the sources of `module` import.
private func importedModules(_ module: String, among known: Set<String>) throws -> Set<String> {
  let folder = root.appending(path: "Sources/\(module)")
  let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  var imports: Set<String> = []
  while let file = files?.nextObject() as? URL {
    guard file.pathExtension == "swift" else { continue }
    for match in try String(contentsOf: file, encoding: .utf8).matches(of: /(?m)^(?:[a-z@]+ )*import ([A-Za-z]+)/) {
      imports.insert(String(match.1))
    }
  }
  return imports.intersection(known)
}

@Test func importsAreThoseOfTheModuleMap() throws {
  let edges = try documentedEdges()
  let known = Set(edges.keys).union(cModules)
  for (module, documented) in edges {
    #expect(try importedModules(module, among: known) == documented, "imports of \(module)")
  }
}

@Test func packageTargetsAreThoseOfTheModuleMap() throws {
  let manifest = try text("Package.swift")
  let edges = try documentedEdges()
  let modules = manifest.matches(
    of: /(?s)(?:module|executableTarget)\(\s*(?:name: )?"([A-Za-z-]+)"(?:,\s*(?:imports|dependencies): \[(.*?)\])?/)
  var declared: [String: Set<String>] = [:]
  for module in modules {
    let names = (module.2 ?? "").matches(of: /"([A-Za-z-]+)"/).map { String($0.1) }
    declared[String(module.1)] = Set(names).intersection(Set(edges.keys).union(cModules))
  }
  #expect(declared == edges)
}

/// A module may import only modules that come before it in the map, so that arrows point one way.
@Test func arrowsPointOneWay() throws {
  var seen = cModules
  for line in try text("docs/modules.txt").split(separator: "\n") where !line.hasPrefix("#") {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    for name in parts[1].split(separator: " ") { #expect(seen.contains(String(name)), "\(parts[0]) imports \(name)") }
    seen.insert(String(parts[0]))
  }
}

/// `check`, `fmt`, `plan`, `diff`, `status` and `report` are made of these modules, and of nothing below them that
/// computes with numbers of networks.
@Test(arguments: ["Planning", "PlanFormat", "Inputs", "Store", "MaskTools", "Running", "Reporting", "Exporting"])
func theFrontEndLinksNoNumerics(_ module: String) throws {
  let edges = try documentedEdges()
  var reached: Set<String> = []
  var open = [module]
  while let next = open.popLast() {
    if reached.insert(next).inserted { open += edges[next] ?? [] }
  }
  #expect(reached.isDisjoint(with: ["Networks", "CKernels", "Execution", "COpenBLAS"]), "\(module) reaches \(reached)")
}

/// Of the commands, only those that train or compute with a trained network import what does so.
@Test func onlyCommandsThatComputeImportNumerics() throws {
  let folder = root.appending(path: "Sources/sharespec")
  let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  var found: Set<String> = []
  while let file = files?.nextObject() as? URL {
    guard file.pathExtension == "swift" else { continue }
    let text = try String(contentsOf: file, encoding: .utf8)
    if text.contains(/(?m)^import (Execution|Networks)$/) { found.insert(file.lastPathComponent) }
  }
  #expect(
    found == [
      "Run.swift", "StageRun.swift", "StoreAudit.swift", "SubnetOptions.swift", "Predict.swift", "WeightsCommand.swift",
    ])
}
