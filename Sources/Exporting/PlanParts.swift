import PlanFormat
import Planning

/// A plan in parts, each of which is read in a moment however large the plan is: a part holds some variants whole.
struct PlanParts {
  /// The parts, as JSON, by the names of their files, which tell their contents.
  private(set) var files: [ExportedFile] = []

  /// For each stage the name of the file that it is read from.
  private(set) var file: [StageID: String] = [:]

  /// The stages from which on no other variant is added to a part.
  private static let mostStages = 300

  /// The parts of `plan`, whose stages have `names`. Data files are named by where `place` says that they are.
  init(_ plan: Plan, names: StageNames, place: (InputFile) -> String) {
    let paths = Dictionary(
      plan.inputFiles.compactMap { file in file.digest.map { ($0, place(file)) } },
      uniquingKeysWith: { first, _ in first })
    var chosen: Set<String> = []
    var covered: Set<StageID> = []
    func close() {
      guard !chosen.isEmpty else { return }
      var document = PlanDocument(plan.restricted(to: chosen), names: names)
      document.files = document.files.map {
        PlanDocument.FileEntry(digest: $0.digest, path: paths[$0.digest] ?? $0.path)
      }
      let text = document.json
      let path = "plans/\(Digest(of: Array(text.utf8)).short).json"
      files.append(ExportedFile(path: path, text: text))
      for id in covered where file[id] == nil { file[id] = path }
      (chosen, covered) = ([], [])
    }
    for variant in plan.variants {
      let reached = plan.stages(neededBy: variant.namedStages)
      if reached.allSatisfy({ file[$0] != nil || covered.contains($0) }) { continue }
      if !covered.isEmpty, covered.union(reached).count > Self.mostStages { close() }
      chosen.insert(variant.name)
      covered.formUnion(reached)
    }
    close()
  }
}
