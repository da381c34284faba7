import Diagnostics
import SpecSyntax
import Text

/// The field by which a file builds on others.
enum ExtendsField {
  static let key = "extends"

  static let documentation =
    "The file, or the list of files, that this one builds on, beside this one; this one is laid over them like a variant."

  /// One path or several, each with its place.
  static let type = FieldType<[Located<String>]>.either([
    .scalar(
      FieldType.path.located.map({ [$0] }, show: { $0.map { quotedIfNeeded($0.value) }.joined() }),
      shows: { $0.count == 1 }),
    Alternative(
      type: .list(of: FieldType.path.located), accepts: { $0.sequence != nil }, shows: { $0.count != 1 }),
  ])
}

/// The field that says which version of the language a file is written in.
enum VersionField {
  static let key = "sharespec"
  static let documentation = "The version of the language: 1."

  /// The version that this program reads.
  private static let current = 1

  static let type = FieldType<Int>(
    describe: { .integer(current...current, of: nil) }, example: current,
    decode: { node, path, context in
      guard let version = FieldType.integer(in: 1...Int.max).decode(node, path, context) else { return nil }
      if version == current { return version }
      context.log.record(.otherVersion(version, current: current, at: node.range))
      return nil
    },
    show: { "\($0)" })

  /// Records in the context's log if `document`, which another file extends, does not say a version that is known.
  static func check(_ document: SpecDocument, _ context: DecodingContext) {
    let entries = document.root.mapping?.entries ?? []
    if let version = document.root.mapping?[key] {
      _ = type.decode(version.value, key, context)
    } else if let misspelt = entries.first(where: { !keysMeant(by: $0.key, among: [key]).isEmpty }) {
      context.log.record(.unknownKey(misspelt, of: "", known: [key], others: []))
    } else {
      context.log.record(.missingKey(key, of: "", at: document.root.range, type: type.describe()))
    }
  }
}
