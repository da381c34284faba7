import Diagnostics
import ExperimentSpec
import OrderedCollections
import Planning
import Text

extension ValueDifference {
  /// How the value changed, on one line: `training.epochs: 1 → 2`, `tasks.chunk: removed`.
  var phrase: String {
    switch kind {
    case .added: "\(path): added\(note(new))"
    case .removed: "\(path): removed\(note(old))"
    case .changed(let old, let new): "\(path): \(old ?? "nothing") → \(new ?? "nothing")"
    }
  }
}

extension ValueDifference {
  /// What a part consists of, if that is short.
  private func note(_ values: [SettledValue]) -> String {
    guard let text = text(of: values), text.count <= 60 else { return "" }
    return ", \(text)"
  }
}

extension DifferenceCause.Subject {
  /// What was changed, on one line.
  func phrase(files: [String: String]) -> String {
    switch self {
    case .value(let value): value.phrase
    case .file(let path): "\(path) has changed"
    case .stage(let cause, let origin): cause.phrase(files: files, origin: origin)
    }
  }
}

extension StageDifference.Cause {
  /// The cause as stages tell it, with the names that parameters have in plans.
  var phrase: String {
    switch self {
    case .version(let old, let new): "version \(old) → \(new)"
    case .parameter(let field):
      "\(field.field) \(field.stored?.shortText ?? "absent") → \(field.planned?.shortText ?? "absent")"
    case .input(let role, let stage): "reads \(role) of \(stage)"
    }
  }

  /// The cause in words; `files` are the paths of files by what stands for their content.
  fileprivate func phrase(files: [String: String], origin: String?) -> String {
    switch self {
    case .version(let old, let new): "this release computes it in another way (version \(old) → \(new))"
    case .parameter(let field):
      if case .digest(let digest)? = field.planned, let path = files[digest.description] {
        "\(path) has changed"
      } else {
        field.phrase(origin: origin)
      }
    case .input(let role, let stage): "reads \(role) of \(stage)"
    }
  }
}

extension KeyDifference {
  /// How the parameter changed, called by the value of the specification that decides it: `training.epochs 4 → 6`
  /// where the parameter is the value itself, else `pruning changed`.
  func phrase(origin: String?) -> String {
    let isValue = isOfScalars && origin.map { $0.contains(".") || $0 == "seed" } ?? true
    let change = isValue ? "\(stored?.shortText ?? "nothing") → \(planned?.shortText ?? "nothing")" : "changed"
    return "\(origin ?? words) \(change)"
  }

  /// Whether both values can be shown on a line.
  private var isOfScalars: Bool {
    [stored, planned].allSatisfy { value in
      switch value {
      case .boolean, .integer, .real, .text, nil: true
      case .digest, .list, .record: false
      }
    }
  }

  /// What the parameter is, in words: the last field on the way to it.
  private var words: String {
    let last = field.split(separator: ".").last.map(String.init) ?? field
    return String(last.prefix { $0 != "[" }).replacing("_", with: " ")
  }
}

extension StagePurpose.Kind {
  /// `count` stages for this, in words: 1 round, 2 vocabularies.
  func counted(_ count: Int) -> String {
    switch self {
    case .vocabulary: count == 1 ? "1 vocabulary" : "\(count) vocabularies"
    case .sensitivity: count == 1 ? "1 sensitivity" : "\(count) sensitivities"
    case .initialize: Text.counted(count, "initialization")
    case .importance: Text.counted(count, "random importance")
    case .round: Text.counted(count, "round")
    case .mask: Text.counted(count, "mask")
    case .select: Text.counted(count, "selection")
    case .draw: Text.counted(count, "random mask")
    case .importMask: Text.counted(count, "imported mask")
    case .warmup: Text.counted(count, "warmup")
    case .rewind: Text.counted(count, "rewind point")
    case .train: Text.counted(count, "training")
    case .evaluate: Text.counted(count, "evaluation")
    case .measure: Text.counted(count, "measurement")
    }
  }

  /// Where the kind stands in the course of an experiment.
  var rank: Int {
    switch self {
    case .vocabulary: 0
    case .initialize: 1
    case .warmup: 2
    case .rewind: 3
    case .sensitivity, .importance: 4
    case .round: 5
    case .mask: 6
    case .select: 7
    case .draw, .importMask: 8
    case .train: 9
    case .evaluate: 10
    case .measure: 11
    }
  }
}

extension Consequences {
  /// What follows on one line, of `total` stages in all.
  func phrase(of total: Int) -> String {
    let told = sources.count <= 4 ? sources : sources.filter { key, count in largestSources.contains(key) }
    let others = sources.values.reduce(0, +) - told.values.reduce(0, +)
    let heads = told.map { $0.counted($1) } + (others > 0 ? ["\(Text.counted(others, "other"))"] : [])
    let rest = counts.changed - sources.values.reduce(0, +)
    var parts: [String] = []
    if counts.changed > 0 {
      let leading = sources.values.reduce(0, +) == 1 ? "what it leads to" : "what they lead to"
      let head = heads.isEmpty ? "" : enumeration(rest > 0 ? heads + [leading] : heads) + ": "
      parts.append(head + "\(counts.changed) of \(Text.counted(total, "stage"))")
    }
    if counts.new > 0 { parts.append("\(Text.counted(counts.new, "stage")) new") }
    if counts.gone > 0 { parts.append("\(Text.counted(counts.gone, "stage")) gone") }
    if let seconds, counts.toRun > 0 { parts.append("about \(duration(seconds)) to run") }
    return parts.joined(separator: ", ")
  }

  /// The three kinds that most of the sources are of.
  private var largestSources: [StagePurpose.Kind] {
    sources.sorted { ($1.value, $0.key.rank) < ($0.value, $1.key.rank) }.prefix(3).map(\.key)
  }

  private func enumeration(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Comparison {
  /// What was changed, on one line.
  func causePhrase(_ cause: DifferenceCause) -> String { cause.subject.phrase(files: filesByDigest) }

  /// The written paths of the new plan's files by their digests, for causes that have nothing but these.
  private var filesByDigest: [String: String] {
    let needs = causes.contains { cause in
      switch cause.subject {
      case .stage: true
      case .value, .file: false
      }
    }
    if !needs { return [:] }
    let files = new.plan.stages.values.flatMap(\.operation.inputFiles)
    return Dictionary(
      files.map { ("\($0.digest.map(\.description) ?? "")", $0.writtenPath) }, uniquingKeysWith: { first, _ in first })
  }

  /// The places where the value of `cause` is written, before and after, if it is one.
  func places(of cause: DifferenceCause) -> [String] {
    switch cause.subject {
    case .value(let value):
      [(value.old, value.places.old), (value.new, value.places.new)].filter { !$0.0.isEmpty }
        .map { $0.1?.description ?? "default" }
    case .file, .stage: []
    }
  }

  /// The variants that `cause` is confined to; none if it is in all of them.
  func variants(of cause: DifferenceCause) -> [String] {
    switch cause.subject {
    case .value(let value): value.variants.count == plan.pairs.count ? [] : value.variants
    case .file, .stage: []
    }
  }
}
