/// A part of a stage's parameters that a text writes on one line, and the path that leads to it: a scalar, an empty
/// list or record, or one of several records of scalars.
package struct ParameterLine: Hashable, Sendable {
  package let path: [Step]
  package let value: CanonicalValue

  /// One step into a value.
  package enum Step: Hashable, Sendable {
    case field(String)
    case element(Int)
  }

  /// The lines that make up `value`, in order; with `isSplitting`, records in lists have a line for each scalar too.
  package static func lines(
    of value: CanonicalValue, at path: [Step] = [], splitting isSplitting: Bool = false
  ) -> [ParameterLine] {
    switch value {
    case .record(let fields) where !fields.isEmpty:
      fields.flatMap { lines(of: $0.value, at: path + [.field($0.name)], splitting: isSplitting) }
    case .list(let elements) where !elements.isEmpty:
      elements.enumerated().flatMap { index, element in
        elements.count > 1 && element.isFlatRecord && !isSplitting
          ? [ParameterLine(path: path + [.element(index)], value: element)]
          : lines(of: element, at: path + [.element(index)], splitting: isSplitting)
      }
    case .boolean, .integer, .real, .text, .digest, .list, .record: [ParameterLine(path: path, value: value)]
    }
  }

  /// The path as it is written: `tasks[0].metric`.
  package static func text(of path: [Step]) -> String {
    path.enumerated().map { index, step in
      switch step {
      case .field(let name): index == 0 ? name : "." + name
      case .element(let number): "[\(number)]"
      }
    }.joined()
  }
}

extension CanonicalValue {
  /// Whether the value is a record of nothing but scalars.
  fileprivate var isFlatRecord: Bool {
    guard case .record(let fields) = self else { return false }
    return fields.allSatisfy { field in
      switch field.value {
      case .boolean, .integer, .real, .text, .digest: true
      case .list, .record: false
      }
    }
  }
}

/// A value that is put together from lines.
package indirect enum ValueDraft {
  case leaf(CanonicalValue)
  case record([(name: String, value: ValueDraft)])
  case list([ValueDraft])

  /// Why a line does not fit the lines before it.
  package struct Misfit: Error {}

  /// The value of the lines so far.
  package var value: CanonicalValue {
    switch self {
    case .leaf(let value): value
    case .record(let fields): .record(fields.map { CanonicalValue.Field(name: $0.name, value: $0.value.value) })
    case .list(let elements): .list(elements.map(\.value))
    }
  }

  /// Adds what the line with `path` and `value` says.
  package mutating func insert(_ value: CanonicalValue, at path: ArraySlice<ParameterLine.Step>) throws(Misfit) {
    guard let step = path.first else { throw Misfit() }
    let rest = path.dropFirst()
    switch (self, step) {
    case (.record(var fields), .field(let name)):
      if let last = fields.indices.last, fields[last].name == name {
        try fields[last].value.insert(value, at: rest)
      } else {
        guard !fields.contains(where: { $0.name == name }) else { throw Misfit() }
        fields.append((name, try Self.made(of: value, at: rest)))
      }
      self = .record(fields)
    case (.list(var elements), .element(let index)):
      if index == elements.count - 1 {
        try elements[index].insert(value, at: rest)
      } else {
        guard index == elements.count else { throw Misfit() }
        elements.append(try Self.made(of: value, at: rest))
      }
      self = .list(elements)
    case (.leaf, _), (.record, .element), (.list, .field): throw Misfit()
    }
  }

  private static func made(
    of value: CanonicalValue, at path: ArraySlice<ParameterLine.Step>
  ) throws(Misfit) -> ValueDraft {
    guard let step = path.first else { return .leaf(value) }
    var draft: ValueDraft =
      switch step {
      case .field: .record([])
      case .element: .list([])
      }
    try draft.insert(value, at: path)
    return draft
  }
}
