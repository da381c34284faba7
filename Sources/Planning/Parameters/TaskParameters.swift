package import ExperimentSpec
import MaskAlgebra
package import Model

/// A task as a stage sees it.
package struct TaskParameters: Hashable, Sendable {
  /// The task's name, which names its head's tensors.
  package let name: String

  package var corpus: CorpusSource
  package let target: Target
  package let metric: Metric
  package let scheme: SchemeSpec?

  /// What is made of the labels of the column.
  package let labels: LabelReading

  /// What is predicted.
  package enum Target: Hashable, Sendable {
    /// A column of the files.
    case column(LayerColumn)

    /// The generator's column of this name.
    case layer(String)

    /// Something that follows from the sentences.
    case derived(DerivedLayer)
  }

  /// A column of a corpus: its place, and its name for messages, which is not part of its identity.
  package struct LayerColumn: Hashable, Sendable {
    package let place: LayerPlace

    /// What the dataset calls the column; `nil` in a plan that was read from a file.
    package let name: String?

    package init(at place: LayerPlace, name: String?) {
      self.place = place
      self.name = name
    }

    package static func == (left: Self, right: Self) -> Bool { left.place == right.place }
    package func hash(into hasher: inout Hasher) { hasher.combine(place) }
  }

  /// The task without the splits that training and selection never look at.
  package var forTraining: TaskParameters {
    var task = self
    task.corpus = corpus.forTraining
    return task
  }
}

extension TaskParameters: ReadableRecord {
  package var canonical: CanonicalValue {
    .record(
      [
        "name": .text(name), "corpus": corpus.canonical, "target": target.canonical, "metric": metric.canonicalName,
        "scheme": .optional(scheme?.canonical),
      ],
      choices: [
        "labels": labels.changes.isEmpty ? nil : labels.changes.canonical,
        "missing": labels.missing.map(CanonicalValue.text),
      ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    name = try reader.text("name")
    corpus = try reader.record("corpus")
    if !corpus.has(.train) { throw reader.error("corpus", "expected at least one file to train on") }
    target = try reader.record("target")
    metric = try reader.choice("metric")
    scheme = try SchemeSpec(optional: "scheme", of: &reader)
    labels = LabelReading(
      changes: reader.isWritten("labels") ? try [LabelReading.Change](reading: "labels", of: &reader) : [],
      missing: reader.isWritten("missing") ? try reader.text("missing") : nil)
  }
}

extension ParameterReader {
  /// The tasks of a stage, at least one and each once.
  mutating func tasks(_ name: String) throws(ParameterError) -> [TaskParameters] {
    let tasks: [TaskParameters] = try records(name)
    if tasks.isEmpty { throw error(name, "expected at least one task") }
    try checkNames(tasks.map(\.name), of: name)
    return tasks
  }

  /// Throws if the tasks of the field called `field`, whose names are `names`, are not each there once.
  func checkNames(_ names: [String], of field: String) throws(ParameterError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted { throw error(field, "there are two tasks '\(name)'") }
  }

  /// The masks of a field, one for each of `tasks`.
  mutating func masks(_ name: String, of tasks: [TaskParameters]) throws(ParameterError) -> MaskConfiguration {
    let masks = try masks(name)
    guard masks.tasks == tasks.map(\.name).sorted() else { throw error(name, "expected a mask for each task") }
    return masks
  }
}

extension TaskParameters.Target: ReadableRecord {
  package var canonical: CanonicalValue {
    switch self {
    case .column(let column): column.place.canonical
    case .layer(let name): .record(["layer": .text(name)])
    case .derived(let layer): .record(["derived": layer.canonicalName])
    }
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    if let place = try LayerPlace(reading: &reader) {
      self = .column(TaskParameters.LayerColumn(at: place, name: nil))
    } else if reader.isWritten("layer") {
      self = .layer(try reader.text("layer"))
    } else {
      self = .derived(try reader.choice("derived"))
    }
  }
}

extension [LabelReading.Change] {
  /// A list of a label and its replacement, if it has one, for each change, by label.
  fileprivate var canonical: CanonicalValue {
    let sorted = self.sorted { $0.label.utf8.lexicographicallyPrecedes($1.label.utf8) }
    return .list(sorted.map { .list([$0.label, $0.replacement].compactMap { $0.map(CanonicalValue.text) }) })
  }

  fileprivate init(reading name: String, of reader: inout ParameterReader) throws(ParameterError) {
    self = []
    for element in try reader.list(name) {
      guard case .list(let parts) = element, (1...2).contains(parts.count), case .text(let label) = parts[0] else {
        throw reader.error(name, "expected labels and their replacements")
      }
      guard let last = parts.dropFirst().first else {
        append(LabelReading.Change(label, to: nil))
        continue
      }
      guard case .text(let replacement) = last else {
        throw reader.error(name, "expected labels and their replacements")
      }
      append(LabelReading.Change(label, to: replacement))
    }
  }
}

extension LayerPlace {
  fileprivate var canonical: CanonicalValue {
    switch self {
    case .column(let index): .record(["column": .integer(index)])
    case .conllu(let layer): .record(["conllu": .text(layer.name)])
    case .field(let field):
      .record(
        ["field": .text(field.name)],
        choices: ["labels": field.labels.isEmpty ? nil : .list(field.labels.map(CanonicalValue.text))])
    }
  }

  /// The place that is written; `nil` if none is.
  fileprivate init?(reading reader: inout ParameterReader) throws(ParameterError) {
    if reader.isWritten("column") {
      self = .column(try reader.integer("column", in: .columns))
    } else if reader.isWritten("conllu") {
      let name = try reader.text("conllu")
      guard let layer = ConlluLayer(named: name) else { throw reader.error("conllu", "unknown column '\(name)'") }
      self = .conllu(layer)
    } else if reader.isWritten("field") {
      let name = try reader.text("field")
      self = .field(JSONField(name: name, labels: reader.isWritten("labels") ? try reader.texts("labels") : []))
    } else {
      return nil
    }
  }
}

extension SchemeSpec: Canonical {
  package var canonical: CanonicalValue {
    .list([from.canonicalName, to.canonicalName] + [repair.canonicalName(unless: .conlleval)].compactMap(\.self))
  }

  /// The scheme of the field called `name`; `nil` if it is absent.
  fileprivate init?(optional name: String, of reader: inout ParameterReader) throws(ParameterError) {
    guard let value = try reader.optional(name) else { return nil }
    guard case .list(let names) = value, (2...3).contains(names.count), case .text(let from) = names[0],
      case .text(let to) = names[1], let from = TagScheme(keyName: from), let to = TagScheme(keyName: to)
    else { throw reader.error(name, "expected two tagging schemes") }
    guard names.count == 3 else {
      self.init(from: from, predicting: to, repair: .conlleval)
      return
    }
    guard case .text(let text) = names[2], let repair = TagRepair(keyName: text) else {
      throw reader.error(name, "expected what happens to tags that contradict the scheme")
    }
    self.init(from: from, predicting: to, repair: repair)
  }
}
