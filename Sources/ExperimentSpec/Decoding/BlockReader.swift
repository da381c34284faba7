import Diagnostics
import SpecSyntax
import Text

/// A part of a specification with named fields.
///
/// Its initialiser *is* its definition: it asks a reader for one field after another, naming the key, the type, the
/// default and the documentation. Run on a mapping it decodes; run on a describing reader it lists its fields.
package protocol Block: Sendable {
  /// The block's name in documentation.
  static var blockName: String { get }

  /// What the block is for, in Markdown.
  static var documentation: String { get }

  init(reading reader: inout BlockReader)
}

extension Block {
  /// The block's fields, as data.
  package static var blockDescription: BlockDescription {
    var reader = BlockReader(describing: blockName)
    _ = Self(reading: &reader)
    return BlockDescription(name: blockName, documentation: documentation, fields: reader.fields)
  }
}

/// Gives a block its fields, from a mapping or, when it only describes, from the fields' own examples.
package struct BlockReader {
  private let mapping: Mapping?
  private let path: String
  private let place: SourceRange?
  private let context: DecodingContext
  private let isDescribing: Bool

  /// The keys asked for so far.
  private var keys: [String]

  /// The keys that must be written and are not, with what they take.
  private var missing: [(key: String, type: TypeDescription)] = []

  /// The fields asked for so far, when the reader describes.
  private(set) var fields: [FieldDescription] = []

  /// A reader of `mapping`, which stands at `path`; no mapping means that nothing was written there. The keys in
  /// `known` are read by somebody else.
  init(
    _ mapping: Mapping?, at path: String, in place: SourceRange?, context: DecodingContext,
    knowing known: [String] = []
  ) {
    keys = known
    self.mapping = mapping
    self.path = path
    self.place = place
    self.context = context
    isDescribing = false
  }

  /// A reader that collects what the block called `name` asks for.
  init(describing name: String) {
    keys = []
    mapping = nil
    path = name
    place = nil
    context = DecodingContext()
    isDescribing = true
  }

  /// The value of the field `key`, which must be written.
  package mutating func required<Value>(
    _ key: String, _ type: FieldType<Value>, _ documentation: String
  ) -> Value {
    note(key, type, documentation, .required)
    if let value = written(key, type) { return value }
    if !isDescribing, mapping?[key] == nil {
      missing.append((key, type.describe()))
      context.leaveOut(join(key))
    }
    return type.example
  }

  /// The value of the field `key`, or its default.
  package mutating func optional<Value>(
    _ key: String, _ type: FieldType<Value>, default defaultValue: Value, _ documentation: String
  ) -> Value {
    note(key, type, documentation, .defaulted(type.show(defaultValue)))
    if let value = written(key, type) { return value }
    if !isDescribing, mapping?[key] == nil { context.settleDefault(join(key), type.show(defaultValue)) }
    return defaultValue
  }

  /// The value of the field `key` if it is written; the word `none`, unless it is a value of the type, leaves it out.
  package mutating func ifWritten<Value>(
    _ key: String, _ type: FieldType<Value>, _ documentation: String
  ) -> Value? {
    note(key, type, documentation, .optional)
    if let node = mapping?[key]?.value, node.isNone, !type.describe().accepts(name: Node.none) {
      context.settle(join(key), Node.none, node)
      return nil
    }
    return written(key, type, orNone: true)
  }

  /// The block under `key`, all of whose fields may have their defaults.
  package mutating func block<B: Block>(_ key: String, _ type: B.Type, _ documentation: String) -> B {
    note(key, .block(B.self), documentation, .defaulted("{}"))
    if let value = written(key, .block(B.self)) { return value }
    if let known = known(key, as: B.self) { return known }
    let value = FieldType<B>.decodeBlock(nil, at: join(key), in: place, context: context)
    if path.isEmpty, mapping?[key] == nil { context.keep(value, of: key) }
    return value
  }

  /// Records that the value of `key`, though of the right type, cannot be, the values of `others` being what they are;
  /// nothing where one of these fields has a mistake, which the contradiction may follow from.
  ///
  /// Requires: the block has asked for all of its fields.
  package func reject(_ key: String, given others: [String] = [], _ message: String, help: String? = nil) {
    guard isRight(others + [key]) else { return }
    let range = mapping?[key]?.value.range ?? place
    context.log.record(.invalidValue(message, at: range, path: join(key), help: help))
  }

  /// Records that the block as a whole cannot be, since it has none of `keys`; nothing where one of these has a
  /// mistake.
  package func reject(lackingAllOf keys: [String], _ message: String) {
    guard isRight(keys) else { return }
    context.log.record(.invalidValue(message, at: place, path: path, help: nil))
  }

  /// Records that the mapping under `key` lacks the entry `name`, at the entry of `entries` that may be meant to be it.
  package func reject<Value>(
    _ key: String, lacking name: String, among entries: [Named<Value>], _ message: String, help: String
  ) {
    guard isRight([key]) else { return }
    let misspelt = entries.first { !likelyMeant(by: $0.name, among: [name]).isEmpty }
    let range = misspelt?.nameRange ?? mapping?[key]?.value.range ?? place
    let finding = Diagnostic.invalidValue(message, at: range, path: join(key), help: help)
    context.log.record(misspelt.map { .suggesting([name], insteadOf: $0.nameRange, in: finding) } ?? finding)
  }

  /// Whether the block was read, and what it says of `keys` is what was meant.
  private func isRight(_ keys: [String]) -> Bool {
    if isDescribing || keys.contains(where: { context.gaps.touch(path: join($0)) }) { return false }
    return !unknown.contains { entry in meant(by: entry).contains(where: keys.contains) }
  }

  /// The fields that `entry`, of an unknown key, may be meant to be: the one that its key is most like or, where that
  /// is like none, all that are not written.
  private func meant(by entry: Entry) -> [String] {
    keysMeant(by: entry.key, among: keys).first.map { [$0] } ?? keys.filter { mapping?[$0] == nil }
  }

  /// Records every key of the mapping that the block did not ask for, and every key that must be written and is not;
  /// `others` are keys of the file that are no part of the experiment. A key that is misspelt is not also missing.
  func checkKeys(alsoSuggesting others: [String] = []) {
    for entry in unknown {
      if others.contains(entry.key) {
        context.log.record(.notInExperiment(entry))
      } else {
        context.log.record(.unknownKey(entry, of: path, known: keys, others: others))
        for key in meant(by: entry) { context.leaveOut(join(key)) }
      }
    }
    let likely = unknown.compactMap { keysMeant(by: $0.key, among: keys).first }
    for (key, type) in missing where !likely.contains(key) {
      context.log.record(.missingKey(key, of: path, at: place, type: type))
    }
  }

  private func join(_ key: String) -> String { joinedPath(path, key) }

  /// The entries that the block has not asked for.
  private var unknown: [Entry] { (mapping?.entries ?? []).filter { !keys.contains($0.key) } }

  /// The value of the root's field `key`, if it was read before.
  private func known<Value>(_ key: String, as type: Value.Type) -> Value? {
    path.isEmpty ? context.fields[key] as? Value : nil
  }

  private mutating func note<Value>(
    _ key: String, _ type: FieldType<Value>, _ documentation: String,
    _ presence: @autoclosure () -> FieldDescription.Presence
  ) {
    keys.append(key)
    guard isDescribing else { return }
    fields.append(
      FieldDescription(key: key, type: type.describe(), documentation: documentation, presence: presence()))
  }

  /// The value of `key`, which may be the word `none` where the type says so or `isRemovable`.
  private func written<Value>(
    _ key: String, _ type: FieldType<Value>, orNone isRemovable: Bool = false
  ) -> Value? {
    guard let entry = mapping?[key] else { return nil }
    if let known = known(key, as: Value.self) { return known }
    if entry.value.isEmpty {
      context.log.record(.emptyValue(of: join(key), at: entry.keyRange))
      context.leaveOut(join(key))
      return nil
    }
    if entry.value.isNull, let scalar = entry.value.scalar {
      let described = type.describe()
      if isRemovable || described.accepts(name: Node.none) {
        context.log.record(.nullForNone(scalar, expected: described.phrase, at: join(key)))
        context.leaveOut(join(key))
        return nil
      }
    }
    let findings = context.log.diagnostics.count
    guard let value = type.decode(entry.value, join(key), context) else {
      context.leaveOut(join(key))
      return nil
    }
    if entry.value.mapping == nil { context.settle(join(key), type.show(value), entry.value) }
    if path.isEmpty, context.log.diagnostics.count == findings { context.keep(value, of: key) }
    return value
  }
}
