package import Model

/// The tagging scheme of a column as it is in the files, and as the network predicts it.
package struct SchemeSpec: Block, Hashable {
  package static let blockName = "tasks.<name>.scheme"
  package static let documentation = "The tagging scheme of the files, and the one that the network predicts."

  package let from: TagScheme
  package let to: TagScheme

  /// What happens to tags that `from` does not allow where they stand.
  package let repair: TagRepair

  package init(reading reader: inout BlockReader) {
    from = reader.required("from", .choice(TagScheme.self), "The scheme of the files.")
    to = reader.required("to", .choice(TagScheme.self), "The scheme that the network predicts.")
    repair = reader.optional(
      "repair", .choice(TagRepair.self), default: .conlleval,
      "What happens to tags that `from` does not allow where they stand.")
  }

  init(both scheme: TagScheme) {
    from = scheme
    to = scheme
    repair = .conlleval
  }

  static let type = FieldType<SchemeSpec>.either([
    .scalar(
      FieldType.choice(TagScheme.self).map(SchemeSpec.init(both:), show: \.from.spelling),
      shows: { $0 == SchemeSpec(both: $0.from) }),
    .mapping(FieldType.block(SchemeSpec.self).showing(\.asMapping)),
  ])

  /// The value as the mapping that it can be written as.
  private var asMapping: String {
    let schemes = "from: \(from.spelling), to: \(to.spelling)"
    return switch repair {
    case .conlleval: "{\(schemes)}"
    case .reject: "{\(schemes), repair: \(repair.spelling)}"
    }
  }
}
