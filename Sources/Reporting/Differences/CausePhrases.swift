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
  func phrase(files: [Digest: String]) -> String {
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
    case .parameter(let field): "\(field.field) \(field.change)"
    case .input(let role, let stage): "reads \(role) of \(stage)"
    }
  }

  /// The cause in words; `files` are the paths of both plans' files by content.
  fileprivate func phrase(files: [Digest: String], origin: ParameterOrigin?) -> String {
    switch self {
    case .version(let old, let new): "this release computes it in another way (version \(old) → \(new))"
    case .parameter(let field):
      if case .digest(let digest)? = field.planned, let path = files[digest] {
        if case .digest(let digest)? = field.stored, let old = files[digest], old != path {
          "\(path) in place of \(old)"
        } else {
          "\(path) has changed"
        }
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
  ///
  /// - Parameter isWritten: whether the specification has a value at a path; `nil` where no specification is known.
  func phrase(origin: ParameterOrigin?, isWritten: ((String) -> Bool)? = nil) -> String {
    let words = lastField.replacing(scalar: "_", by: " ")
    let (name, isValue) =
      switch origin {
      case .value(let path): (path, true)
      case .part(let path): (path, false)
      case .inherited(let own, let inherited): (isWritten.map { $0(own) ? own : inherited } ?? words, true)
      case nil: (words, true)
      }
    return name + (isValue && isOfScalars ? " \(change)" : " changed")
  }

  /// Both values.
  var change: String { "\(stored?.shortText ?? "nothing") → \(planned?.shortText ?? "nothing")" }

  /// Whether both values can be shown on a line.
  private var isOfScalars: Bool {
    [stored, planned].allSatisfy { value in
      switch value {
      case .boolean, .integer, .real, .text, nil: true
      case .digest, .list, .record: false
      }
    }
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
    case .evaluateOn: Text.counted(count, "further evaluation")
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
    case .evaluateOn: 11
    case .measure: 12
    }
  }
}

extension Consequences {
  /// What follows on one line, of `total` stages in all.
  func phrase(of total: Int) -> String {
    let told = sources.count <= 4 ? sources : sources.filter { key, count in largestSources.contains(key) }
    let others = sources.values.reduce(0, +) - told.values.reduce(0, +)
    let heads = told.map { $0.counted($1) } + (others > 0 ? [Text.counted(others, "other")] : [])
    let rest = counts.changed - sources.values.reduce(0, +)
    var parts: [String] = []
    if counts.changed > 0 {
      let leading = sources.values.reduce(0, +) == 1 ? "what it leads to" : "what they lead to"
      let head = heads.isEmpty ? "" : list(rest > 0 ? heads + [leading] : heads) + ": "
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
}

extension Comparison {
  /// What was changed, on one line.
  func causePhrase(_ cause: DifferenceCause) -> String { cause.subject.phrase(files: files) }

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
