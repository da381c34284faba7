package import Diagnostics
import SpecSyntax
import Text

extension FieldType {
  /// A list of values of `element`.
  static func list<Element>(of element: FieldType<Element>) -> FieldType where Value == [Element] {
    FieldType(
      describe: { .list(element.describe()) }, example: [],
      decode: { node, path, context in
        guard let nodes = node.sequence else {
          context.log.record(.wrongKind(node, expected: "a list", at: path))
          return nil
        }
        let values = nodes.enumerated().compactMap { element.decode($1, "\(path).\($0)", context) }
        if values.count < nodes.count { context.leaveOut(path) }
        return values
      },
      show: { "[" + $0.map(element.show).joined(separator: ", ") + "]" })
  }

  /// A mapping from names that the author chooses to values of `element`, in written order. If entries are `removable`,
  /// the word `none` takes one away that a file or layer below has; all may be taken away if the mapping `mayBeEmpty`.
  static func map<Element>(
    of element: FieldType<Element>, removable: Bool = true, mayBeEmpty: Bool = false
  ) -> FieldType
  where Value == [Named<Element>] {
    FieldType(
      describe: { .map(element.describe(), removable: removable) }, example: [],
      decode: { node, path, context in
        guard let mapping = node.mapping else {
          context.log.record(.wrongKind(node, expected: "a mapping", at: path))
          return nil
        }
        if !mayBeEmpty,
          mapping.entries.allSatisfy({ removable && $0.value.isNone && !$0.value.replaced.isEmpty })
        {
          // Where everything is taken away, the last 'none' is what goes too far.
          let place = mapping.entries.last?.value.range ?? node.range
          context.log.record(.invalidValue("'\(path)' is empty", at: place, path: path, help: "name at least one"))
          return nil
        }
        var values: [Named<Element>] = []
        for entry in mapping.entries {
          if removable, entry.value.isNone {
            if !context.checkRemoval(of: entry, from: mapping, at: path) { context.leaveOut(path) }
          } else if !entry.key.isName {
            context.log.record(.unusableName(at: entry.keyRange, path: path))
            context.leaveOut(path)
          } else {
            let value = decode(entry, of: node, as: element, at: path, context)
            if value == nil { context.leaveOut(joinedPath(path, entry.key)) }
            values.append(Named(name: entry.key, nameRange: entry.keyRange, value: value ?? element.example))
          }
        }
        return values
      },
      show: { "{" + $0.map { "\($0.name): \(element.show($0.value))" }.joined(separator: ", ") + "}" })
  }

  /// The value of one entry of the mapping `node` at `path`.
  private static func decode<Element>(
    _ entry: Entry, of node: Node, as element: FieldType<Element>, at path: String, _ context: DecodingContext
  ) -> Element? {
    if entry.value.isEmpty {
      context.log.record(.emptyValue(of: joinedPath(path, entry.key), at: entry.keyRange))
      return nil
    }
    let findings = context.log.diagnostics.count
    let value = element.decode(entry.value, joinedPath(path, entry.key), context)
    if context.log.diagnostics.count > findings {
      context.suggestNames(for: entry, laidOver: node, since: findings)
    }
    if let value, entry.value.mapping == nil {
      context.settle(joinedPath(path, entry.key), element.show(value), entry.value)
    }
    return value
  }
}

extension DecodingContext {
  /// Asks, where a layer adds `entry` to the mapping `node` of a layer below and `entry` lacks keys, whether it is
  /// meant to change one that is there and is misspelt. `count` is the number of findings before `entry` was read.
  fileprivate func suggestNames(for entry: Entry, laidOver node: Node, since count: Int) {
    let names = node.mapping?.entries.map(\.key).filter { $0 != entry.key } ?? []
    let meant = likelyMeant(by: entry.key, among: names)
    guard !meant.isEmpty, !node.range.contains(entry.keyRange) else { return }
    var findings = DiagnosticLog()
    var isSuggested = false
    for (index, var finding) in log.diagnostics.enumerated() {
      if index >= count, finding.code == SpecCode.missingKey, finding.range == entry.value.range.head {
        if isSuggested { continue }
        isSuggested = true
        finding.range = entry.keyRange
        finding = .suggesting(meant, insteadOf: entry.keyRange, in: finding)
      }
      findings.record(finding)
    }
    log = findings
  }

  /// Whether `entry`, whose value is `none`, takes something away from `mapping`; records that it does not.
  fileprivate func checkRemoval(of entry: Entry, from mapping: Mapping, at path: String) -> Bool {
    if !entry.value.replaced.isEmpty { return true }
    let names = mapping.entries.filter { $0.key != entry.key }.map(\.key)
    log.record(.nothingToRemove(entry, at: path, known: names))
    return false
  }
}

/// A value under a name that the author chose, with the place of the name.
package struct Named<Value: Sendable>: Sendable {
  package let name: String
  package let nameRange: SourceRange
  package let value: Value
}

/// Two named values are equal when name and value are, wherever they were written.
extension Named: Equatable where Value: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.name == right.name && left.value == right.value }
}

extension Named: Hashable where Value: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }
}

extension Sequence {
  /// The value under `name`.
  package func value<V>(named name: String) -> V? where Element == Named<V> {
    first { $0.name == name }?.value
  }
}

extension FieldType where Value: Block {
  /// A mapping with the fields of the block.
  static func block(_ type: Value.Type) -> FieldType {
    FieldType(
      describe: { .block(Value.blockDescription) }, example: emptyBlock(),
      decode: { node, path, context in
        guard let mapping = node.mapping else {
          context.log.record(.wrongKind(node, expected: "a mapping with the fields of '\(path)'", at: path))
          return nil
        }
        return decodeBlock(mapping, at: path, in: node.range, context: context)
      },
      show: { _ in "{…}" })
  }

  /// The block that `mapping` holds, with every finding recorded; where fields could not be read, examples stand in.
  static func decodeBlock(
    _ mapping: Mapping?, at path: String, in place: SourceRange?, context: DecodingContext,
    alsoSuggesting others: [String] = []
  ) -> Value {
    var reader = BlockReader(mapping, at: path, in: place, context: context)
    let value = Value(reading: &reader)
    reader.checkKeys(alsoSuggesting: others)
    return value
  }

  private static func emptyBlock() -> Value {
    var reader = BlockReader(describing: Value.blockName)
    return Value(reading: &reader)
  }
}

extension FieldType {
  /// A value that is read in one of several ways, the first whose `accepts` says that the value has its form.
  static func either(_ alternatives: [Alternative<Value>]) -> FieldType {
    let describe = { @Sendable in TypeDescription.either(alternatives.map { $0.type.describe() }) }
    return FieldType(
      describe: describe, example: alternatives[0].type.example,
      decode: { node, path, context in
        if let chosen = alternatives.first(where: { $0.accepts(node) }) {
          return chosen.type.decode(node, path, context)
        }
        context.log.record(.wrongKind(node, expected: describe().phrase, at: path))
        return nil
      },
      show: { value in
        alternatives.first { $0.shows(value) }?.type.show(value) ?? alternatives[0].type.show(value)
      })
  }
}

/// One way to write the values of a field.
struct Alternative<Value: Sendable>: Sendable {
  let type: FieldType<Value>

  /// Whether a node has the form of this alternative, so that mistakes in it are reported in these terms.
  let accepts: @Sendable (Node) -> Bool

  /// Whether a value would be shown in this form.
  let shows: @Sendable (Value) -> Bool

  /// An alternative written as a single scalar.
  static func scalar(_ type: FieldType<Value>, shows: @escaping @Sendable (Value) -> Bool = { _ in true }) -> Self {
    Alternative(type: type, accepts: { $0.scalar != nil }, shows: shows)
  }

  /// An alternative written as a list.
  static func sequence(_ type: FieldType<Value>) -> Self {
    Alternative(type: type, accepts: { $0.sequence != nil }, shows: { _ in true })
  }

  /// An alternative written as a mapping that has `key`, be it misspelt, or any mapping when no key is given.
  static func mapping(_ type: FieldType<Value>, with key: String? = nil) -> Self {
    Alternative(
      type: type,
      accepts: { node in
        guard let mapping = node.mapping, let key else { return node.mapping != nil }
        return mapping[key] != nil || mapping.entries.contains { !keysMeant(by: $0.key, among: [key]).isEmpty }
      },
      shows: { _ in true })
  }
}
