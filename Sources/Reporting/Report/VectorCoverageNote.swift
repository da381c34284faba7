import Corpora
import ExperimentSpec
import Files
import Planning
import Running
import Store
import Text

/// How many words the pretrained vectors of a plan cover, as its stages recorded it.
struct VectorCoverageNote {
  /// A sentence for each file of vectors and the corpora that it was used for.
  let notes: [String]

  init(of plan: Plan, in store: StoreInspection, _ paths: PathDisplay) throws(FileFailure) {
    var notes: [String] = []
    for stage in plan.stages.values {
      guard case .vocabulary(let operation) = stage.operation, let file = operation.pretrained,
        let found = try store.json(.vectorCoverage, of: stage.id, as: VectorCoverageFile.self)
      else { continue }
      notes.append(Self.note(paths.file(file.writtenPath), found.coverage))
    }
    self.notes = notes.withoutRepetitions
  }

  private static func note(_ path: String, _ coverage: VectorCoverage) -> String {
    let total = coverage.total
    func share(_ part: Int, _ whole: Int) -> String { fixed(whole == 0 ? 0 : 100 * Double(part) / Double(whole), 1) }
    let tokens = share(coverage.exact.tokens + coverage.lowercased.tokens, total.tokens)
    let words = share(coverage.exact.words + coverage.lowercased.words, total.words)
    let lowercased =
      coverage.lowercased.tokens == 0
      ? "" : ", \(share(coverage.lowercased.tokens, total.tokens)) % of tokens in lower case only"
    return "Vectors of '\(path.visible)': \(tokens) % of tokens and \(words) % of words have one\(lowercased)."
  }
}
