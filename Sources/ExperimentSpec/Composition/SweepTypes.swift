import Diagnostics
import SpecSyntax
import Text

// How the fields of a sweep are read.

extension FieldType {
  /// A mapping from paths of the experiment, each read with its value by `read`. The path `variant` is allowed only if
  /// `allowsVariant`.
  fileprivate static func byPath<Element>(
    _ element: TypeDescription, allowsVariant: Bool = false,
    _ read: @escaping @Sendable (SweepPath, Node, _ path: String, DecodingContext) -> Element?
  ) -> FieldType where Value == [Element] {
    FieldType(
      describe: { .map(element, removable: false) }, example: [],
      decode: { node, path, context in
        guard let mapping = node.mapping else {
          context.log.record(.wrongKind(node, expected: "a mapping from paths to values", at: path))
          return nil
        }
        let elements = mapping.entries.compactMap { entry -> Element? in
          if entry.value.isEmpty {
            context.log.record(.emptyValue(of: joinedPath(path, entry.key), at: entry.keyRange))
            if !allowsVariant { context.leaveOutSwept(under: nil) }
            return nil
          }
          guard let sweepPath = SweepPath(entry, allowsVariant: allowsVariant, context) else { return nil }
          let element = read(sweepPath, entry.value, joinedPath(path, entry.key), context)
          if element == nil, !allowsVariant { context.leaveOutSwept(under: sweepPath.keys.first?.name) }
          return element
        }
        if elements.count < mapping.entries.count { context.leaveOut(path) }
        return elements
      },
      show: { _ in "{…}" })
  }
}

extension FieldType where Value == [SweepAxis] {
  /// Values by path: a list, or a mapping from names to values.
  static var axes: FieldType {
    .byPath(.either([.list(.any), .map(.any, removable: false)])) { sweepPath, node, path, context in
      if sweepPath.leadsToMasks, let place = node.dividedMask {
        context.log.record(.dividedMask(place, at: path))
        return nil
      }
      let values: [SweepAssignment]
      switch node.content {
      case .sequence(let elements):
        values = elements.enumerated().map { index, value in
          SweepAssignment(path: sweepPath, label: value.label ?? "#\(index + 1)", value: value)
        }
      case .mapping(let mapping):
        // As in other mappings with names of the author's own, 'none' takes away what a file below has.
        values = mapping.entries.filter { !($0.value.isNone && !$0.value.replaced.isEmpty) }
          .map { SweepAssignment(path: sweepPath, label: $0.key, value: $0.value) }
      case .scalar:
        context.log.record(
          .valueForList(node, expected: "a list of values, or a mapping from names to values", at: path))
        return nil
      }
      if let entry = node.mapping?.entries.first(where: { !$0.key.isName }) {
        context.log.record(.unusableName(at: entry.keyRange, path: path))
        return nil
      }
      if let value = values.first(where: { !$0.label.isEmpty && !$0.label.isName })?.value {
        context.log.record(.unusableName(at: value.range, path: path))
        return nil
      }
      if values.isEmpty {
        context.log.record(
          .invalidValue("'\(path)' lacks a value", at: node.range, path: path, help: "write at least one value"))
        return nil
      }
      for (label, place) in node.emptyElements {
        context.log.record(.emptyValue(of: joinedPath(path, label), at: place))
        context.leaveOut(path)
      }
      return SweepAxis(path: sweepPath, values: values.filter { !$0.value.isEmpty })
    }
  }
}

extension FieldType where Value == [SweepAssignment] {
  /// One value for each of some paths.
  static var assignments: FieldType {
    .byPath(.any) { sweepPath, node, path, context in
      let label = node.label ?? "…"
      guard label.isName || label.isEmpty else {
        context.log.record(.unusableName(at: node.range, path: path))
        return nil
      }
      return SweepAssignment(path: sweepPath, label: label, value: node)
    }
  }
}

extension FieldType where Value == SweepPattern {
  /// For each of some paths a value, or a list of values any of which will do.
  static var pattern: FieldType {
    let conditions = FieldType<[SweepPattern.Condition]>.byPath(.any, allowsVariant: true) { path, node, _, _ in
      SweepPattern.Condition(path: path, values: node.sequence ?? [node])
    }
    return FieldType(
      describe: conditions.describe,
      example: SweepPattern(conditions: [], range: SourceRange(SourceFile(name: "", text: ""), 0..<0)),
      decode: { node, path, context in
        conditions.decode(node, path, context).map { SweepPattern(conditions: $0, range: node.range) }
      },
      show: { _ in "{…}" })
  }
}

extension FieldType where Value == LocatedText {
  /// A text with paths in braces, which stand for the values there.
  static let template = FieldType(
    describe: { .text }, example: FieldType<LocatedText>.mask.example,
    decode: { node, path, context in
      guard let template = FieldType<String>.text.decode(node, path, context) else { return nil }
      guard template.isEmpty || template.isName else {
        context.log.record(.unusableName(at: node.range, path: path))
        return nil
      }
      return node.scalar?.text
    },
    show: { quotedIfNeeded($0.text) })
}

/// What an experiment may consist of, which every path of a sweep is looked up in.
private let experimentType = TypeDescription.block(Experiment.blockDescription)

extension SweepPath {
  /// The path that the key of `entry` is; `nil`, with the reason in the context's log, if it is none that can be swept.
  fileprivate init?(_ entry: Entry, allowsVariant: Bool, _ context: DecodingContext) {
    let text = LocatedText(entry.key, at: entry.keyRange)
    guard let keys = parsePath(text, log: &context.log), let first = keys.first else {
      if !allowsVariant { context.leaveOutSwept(under: nil) }
      return nil
    }
    let isVariant = allowsVariant && keys.count == 1 && first.name == SweepPattern.variantKey
    if !isVariant {
      if RootFields.headKeys.contains(first.name) {
        context.log.record(.notSwept(first.name, at: entry.keyRange))
        return nil
      }
      if let unknown = experimentType.firstUnknownKey(in: keys) {
        let key = keys[unknown.index]
        if !allowsVariant {
          let meant = unknown.index == 0 ? keysMeant(by: first.name, among: unknown.known) : []
          for name in meant.isEmpty ? [first.name] : meant { context.leaveOutSwept(under: name) }
        }
        context.log.record(
          .unknownKey(
            Entry(key: key.name, keyRange: key.range, value: entry.value),
            of: keys[..<unknown.index].reduce("") { joinedPath($0, $1.name) }, known: unknown.known, others: []))
        return nil
      }
    }
    self.text = keys.reduce("") { joinedPath($0, $1.name) }
    self.keys = keys.map { Key(name: $0.name, range: $0.range) }
    range = entry.keyRange
  }
}

extension SweepPath {
  /// Whether values at the path are masks.
  fileprivate var leadsToMasks: Bool { keys.prefix(2).map(\.name) == ["sharing", "masks"] && keys.count == 3 }
}

extension Node {
  /// What the value is called in names: the text of a scalar.
  var label: String? { scalar?.text.text }

  /// The keys or positions of a list or mapping behind which nothing is written, each with its place.
  fileprivate var emptyElements: [(label: String, place: SourceRange)] {
    switch content {
    case .scalar: []
    case .sequence(let elements):
      elements.enumerated().filter(\.element.isEmpty).map { (String($0.offset), $0.element.range) }
    case .mapping(let mapping): mapping.entries.filter(\.value.isEmpty).map { ($0.key, $0.keyRange) }
    }
  }
}
