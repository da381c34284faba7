/// Whether a stage's results are to be had, and if not, why.
package enum StageDecision: Hashable, Sendable {
  /// Its artifacts are in the store, whole.
  case hit

  /// They are not, but everything that would read them is done.
  case unneeded

  /// They are not, and the stage would run.
  case miss(MissReason)

  /// Whether the stage would run.
  package var isMiss: Bool {
    switch self {
    case .miss: true
    case .hit, .unneeded: false
    }
  }
}

/// Why a stage would run although one like it may have run before.
package enum MissReason: Hashable, Sendable {
  /// No stage of its operation was ever run into this store.
  case neverRun

  /// The first field of its key that is not that of the stage in the store that is most like it.
  case changed(KeyDifference, comparedWith: String)

  /// Its key is that of a stage in the store but for what these stages, which it reads from, will make again.
  case upstreamChanged([StageID], comparedWith: String)

  /// It was run, but an artifact of it is missing or not what was written.
  case damaged(Artifact)

  /// It may have been run, but its record is damaged or cannot be read.
  case damagedRecord

  /// A newer release carried it out and wrote its record in this format.
  case newerFormat(String)
}

/// A field in which two keys differ.
package struct KeyDifference: Hashable, Sendable {
  /// The steps that lead to the field.
  let path: [ParameterLine.Step]

  /// The path of the field, such as `optimizer.learning_rate`.
  package var field: String { ParameterLine.text(of: path) }

  /// The name of the last field on the way.
  package var lastField: String {
    path.reversed().lazy.compactMap { step in
      switch step {
      case .field(let name): name
      case .element: nil
      }
    }.first ?? field
  }

  /// The value in the store and that in the plan; `nil` where there is no such field.
  package let stored: CanonicalValue?
  package let planned: CanonicalValue?

  init(at path: [ParameterLine.Step], stored: CanonicalValue?, planned: CanonicalValue?) {
    self.path = path
    self.stored = stored
    self.planned = planned
  }

  /// The difference in a field of the key itself.
  package init(field: String, stored: CanonicalValue?, planned: CanonicalValue?) {
    self.init(at: [.field(field)], stored: stored, planned: planned)
  }
}

/// The scalars of parameters by their paths, for telling in which fields several differ.
package struct ParameterFields: Hashable, Sendable {
  private let lines: [ParameterLine]
  private let values: [[ParameterLine.Step]: CanonicalValue]

  package init(of parameters: CanonicalValue) {
    lines = ParameterLine.lines(of: parameters, splitting: true)
    values = Dictionary(lines.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The fields in which these and `others` differ, in the order of these, then those that are gone.
  package func differences(from others: ParameterFields) -> [KeyDifference] {
    if lines.count == others.lines.count, zip(lines, others.lines).allSatisfy({ $0.path == $1.path }) {
      // Mostly only values differ, and then no field need be looked for.
      return zip(lines, others.lines).compactMap { line, old in
        line.value == old.value ? nil : KeyDifference(at: line.path, stored: old.value, planned: line.value)
      }
    }
    let changed = lines.compactMap { line -> KeyDifference? in
      let old = others.values[line.path]
      guard old != line.value else { return nil }
      return KeyDifference(at: line.path, stored: old, planned: line.value)
    }
    let gone = others.lines.filter { values[$0.path] == nil }.map {
      KeyDifference(at: $0.path, stored: $0.value, planned: nil)
    }
    return changed + gone
  }
}
