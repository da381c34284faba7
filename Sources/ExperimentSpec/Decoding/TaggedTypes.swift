import Diagnostics
import SpecSyntax
import Text

/// One alternative of a tagged block: the tag, and how the rest of the mapping is read.
struct TaggedCase<Value: Sendable>: Sendable {
  let tag: String
  let describe: @Sendable () -> BlockDescription
  let decode: @Sendable (Mapping?, _ path: String, SourceRange?, DecodingContext, _ tagKey: String) -> Value
  let matches: @Sendable (Value) -> Bool

  /// The alternative whose fields are those of `block`, wrapped into the value by `wrap`.
  init<B: Block>(
    _ tag: String, _ block: B.Type, wrap: @escaping @Sendable (B) -> Value,
    matches: @escaping @Sendable (Value) -> Bool
  ) {
    self.tag = tag
    self.matches = matches
    describe = { B.blockDescription }
    decode = { mapping, path, place, context, tagKey in
      var reader = BlockReader(mapping, at: path, in: place, context: context, knowing: [tagKey])
      let value = wrap(B(reading: &reader))
      reader.checkKeys()
      return value
    }
  }
}

extension FieldType {
  /// A mapping whose field `key` says which other fields it has; without it, the first case holds if
  /// `hasDefault`.
  static func tagged(by key: String, hasDefault: Bool, _ cases: [TaggedCase<Value>]) -> FieldType {
    let tags = cases.map(\.tag)
    return FieldType(
      describe: {
        .either(cases.map { .block($0.describe().withTag(key, $0.tag, isRequired: !hasDefault)) })
      },
      example: cases[0].decode(nil, "", nil, DecodingContext(), key),
      decode: { node, path, context in
        guard let mapping = node.mapping else {
          context.log.record(.wrongKind(node, expected: "a mapping", at: path))
          return nil
        }
        let chosen: TaggedCase<Value>?
        if let tag = mapping[key]?.value {
          let name = FieldType<String>.name(oneOf: tags).decode(tag, joinedPath(path, key), context)
          if let name { context.settle(joinedPath(path, key), name, tag) }
          chosen = cases.first { $0.tag == name }
        } else if let entry = mapping.entries.first(where: { !keysMeant(by: $0.key, among: [key]).isEmpty }),
          !cases.contains(where: { $0.describe().fields.contains { $0.key == entry.key } })
        {
          context.log.record(.unknownKey(entry, of: path, known: [key], others: []))
          chosen = nil
        } else if hasDefault {
          context.settleDefault(joinedPath(path, key), cases[0].tag)
          chosen = cases[0]
        } else {
          context.log.record(
            .missingKey(
              key, of: path, at: node.range, type: .choice(tags.map { ChoiceDescription(name: $0, documentation: "") }))
          )
          chosen = nil
        }
        return chosen?.decode(mapping, path, node.range, context, key)
      },
      show: { value in cases.first { $0.matches(value) }.map { "{\(key): \($0.tag), …}" } ?? "{…}" })
  }
}

extension BlockDescription {
  /// The block with the field that tells it from its alternatives in front.
  fileprivate func withTag(_ key: String, _ tag: String, isRequired: Bool) -> BlockDescription {
    let field = FieldDescription(
      key: key, type: .choice([ChoiceDescription(name: tag, documentation: documentation)]),
      documentation: "Which alternative this is.", presence: isRequired ? .required : .defaulted(tag))
    return BlockDescription(name: name, documentation: documentation, fields: [field] + fields)
  }
}
