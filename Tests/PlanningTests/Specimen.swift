import ExperimentSpec
import FrontEndSupport
import OrderedCollections

@testable import Planning

/// The text of a specification over two files with the given parts.
func specimenText(
  name: String = "specimen", sharing: String = "sparse", tasks: String = specimenTasks, encoder: String = "{layers: 2}",
  pruning: String = "{rate: {final: 0.5, rounds: 3}}", warmup: Int = 1, training: String = "{epochs: 2}",
  dataset: String = specimenDataset, more: String = ""
) -> String {
  """
  sharespec: 1
  name: \(name)
  datasets:
    d: \(dataset)
  tasks: \(tasks)
  base:
    words: {dimension: 50}
    characters: {}
    encoder: \(encoder)
  sharing: \(sharing)
  pruning: \(pruning)
  warmup: {epochs: \(warmup)}
  training: \(training)
  \(more)
  """
}

let specimenDataset =
  "{format: columns, files: {train: train.txt, dev: dev.txt, test: test.txt}, columns: {token: 0, pos: 1, ner: 2}}"

let specimenTasks =
  "{pos: {dataset: d, column: pos, metric: accuracy}, ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}}"

/// The plan of a specification whose files hold their own names, or those that they are copies of, with `changed` ones
/// holding something else.
func plan(_ text: String, changed: [String] = []) throws -> Plan {
  Plan(lowering: try rightGraph(text), files: specimenFiles(changed: changed)).labelledByName
}

/// What the variants of a specification want.
func wantedPlan(_ text: String) throws -> WantedPlan {
  WantedPlan(lowering: try rightGraph(text), files: specimenFiles())
}

/// Files that hold their own names, with `changed` ones holding something else.
func specimenFiles(changed: [String] = []) -> ResolvedFiles {
  var files = ResolvedFiles()
  for name in ["train.txt", "dev.txt", "test.txt", "wild.txt", "vectors.txt", "m.safetensors", "copy-of-m.safetensors"]
  {
    let content = changed.contains(name) ? "new" : name.replacing("copy-of-", with: "")
    files[name] = InputFile(path: "/data/\(name)", digest: Digest(of: Array(content.utf8)))
  }
  return files
}

/// A small generator of random numbers for shuffles that can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

extension Plan {
  /// The labels of the stages that satisfy `condition`.
  func labels(where condition: (Stage) -> Bool) -> [String] { stages.values.filter(condition).map(\.label) }

  /// The identities of all stages.
  var identities: Set<StageID> { Set(stages.keys) }
}

/// The plan of a specification with an override of the command line laid over it.
func plan(_ text: String, setting override: String) throws -> Plan {
  Plan(lowering: try rightGraph(text, overrides: [override]), files: specimenFiles()).labelledByName
}

/// The paths of all values that the specification settles, defaults included.
func settledPaths(_ text: String) throws -> [String] {
  let spec = try rightSpec(text)
  return Set(spec.variants.flatMap { $0.settled.map(\.path) }).sorted()
}
