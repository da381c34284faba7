/// A tagging scheme for spans.
package enum SchemeName: String, Choice {
  case bio1, bio2, bioes

  package var documentation: String {
    switch self {
    case .bio1: "`B-` only where a span follows another of its type (IOB1)."
    case .bio2: "`B-` at the start of every span (IOB2)."
    case .bioes: "`B-`, `I-`, `E-` for spans of several tokens, `S-` for spans of one."
    }
  }
}

/// The tagging scheme of a layer as it is in the files, and as the network predicts it.
package struct SchemeSpec: Block, Hashable {
  package static let blockName = "tasks.<name>.scheme"
  package static let documentation = "The tagging scheme of the files, and the one that the network predicts."

  package let from: SchemeName
  package let to: SchemeName

  /// What happens to tags that `from` does not allow where they stand.
  package let repair: RepairName

  package init(reading reader: inout BlockReader) {
    from = reader.required("from", .choice(SchemeName.self), "The scheme of the files.")
    to = reader.required("to", .choice(SchemeName.self), "The scheme that the network predicts.")
    repair = reader.optional(
      "repair", .choice(RepairName.self), default: .conlleval,
      "What happens to tags that `from` does not allow where they stand.")
  }

  init(both scheme: SchemeName) {
    from = scheme
    to = scheme
    repair = .conlleval
  }

  static let type = FieldType<SchemeSpec>.either([
    .scalar(
      FieldType.choice(SchemeName.self).map(SchemeSpec.init(both:), show: \.from.rawValue),
      shows: { $0 == SchemeSpec(both: $0.from) }),
    .mapping(FieldType.block(SchemeSpec.self).showing(\.asMapping)),
  ])

  /// The value as the mapping that it can be written as.
  private var asMapping: String {
    let schemes = "from: \(from.rawValue), to: \(to.rawValue)"
    return repair == .conlleval ? "{\(schemes)}" : "{\(schemes), repair: \(repair.rawValue)}"
  }
}

/// What happens to tags that their scheme does not allow where they stand.
package enum RepairName: String, Choice {
  case conlleval, reject

  package var documentation: String {
    switch self {
    case .conlleval: "They are read as conlleval reads them: an `I-X` that continues nothing starts a span."
    case .reject: "They are an error, with file and line."
    }
  }
}
