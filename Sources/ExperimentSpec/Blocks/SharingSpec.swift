package import Diagnostics
package import Model
import SpecSyntax

/// How the tasks share the base network: a mask for each task, or a short form that stands for masks.
package enum SharingSpec: Sendable, Hashable {
  /// One of the mechanisms of the literature, by name.
  case named(Located<SharingName>)

  /// Hierarchical sharing: each task uses the layers up to its own.
  case levels([Named<Located<Int>>])

  /// Masks as they are written.
  case masks(MaskSharingSpec)

  static let type = FieldType<SharingSpec>.either([
    .scalar(FieldType.choice(SharingName.self).located.map(SharingSpec.named, show: \.nameOfForm)),
    .mapping(FieldType.block(LevelsSpec.self).map({ .levels($0.levels) }, show: \.nameOfForm), with: "levels"),
    .mapping(FieldType.block(MaskSharingSpec.self).map(SharingSpec.masks, show: \.nameOfForm)),
  ])

  /// The short form's name, or which kind of mapping the value is.
  private var nameOfForm: String {
    switch self {
    case .named(let name): name.value.rawValue
    case .levels: "{levels: …}"
    case .masks: "{masks: …}"
    }
  }
}

/// A sharing mechanism of the literature.
package enum SharingName: String, Keyword {
  case hard, soft, sparse, single

  package static var synonyms: [String: Self] {
    [
      "hard_sharing": .hard, "cross_stitch": .soft, "soft_sharing": .soft, "sparse_sharing": .sparse,
      "separate": .single, "single_task": .single, "stl": .single,
    ]
  }

  package var documentation: String {
    switch self {
    case .hard: "All tasks share everything: `masks: {'*': all}`."
    case .soft:
      "Cross-stitch networks: `towers: encoder`, `masks: {'*': char_cnn | tower(self)}`, `coupling: {kind: cross_stitch}`."
    case .sparse: "Each task has its own learned mask: `masks: {'*': imp(self)}`."
    case .single: "Each task has a network of its own: `towers: all`, `masks: {'*': tower(self)}`."
    }
  }
}

/// Hierarchical sharing: each task uses the layers up to its own.
package struct LevelsSpec: Block {
  package static let blockName = "sharing (levels)"
  package static let documentation =
    "Hierarchical sharing: a task at level n has the mask `char_cnn | layers(1..n)`."

  package let levels: [Named<Located<Int>>]

  package init(reading reader: inout BlockReader) {
    levels = reader.required(
      "levels", .map(of: FieldType.integer(of: .layers, in: .layers).located), "The layer that each task's head reads.")
  }
}

/// A mask for each task.
package struct MaskSharingSpec: Block, Hashable {
  package static let blockName = "sharing (masks)"
  package static let documentation = "A mask for each task, over the parameters of the base network."

  /// The mask of each task; `*` stands for every task that is not named.
  package let masks: [Named<LocatedText>]

  /// What there is one of for each task; where it is not written, it follows from whether a mask speaks of towers.
  package let towers: TowerScope?

  package let coupling: CouplingSpec?

  package init(reading reader: inout BlockReader) {
    masks = reader.required(
      "masks", .masks, "The mask of each task; `*` stands for every task that is not named.")
    towers = reader.ifWritten(
      "towers", .choice(TowerScope.self),
      "What there is one of for each task; `all` where a mask speaks of `tower(…)`, else `none`.")
    coupling = reader.ifWritten(
      "coupling", .block(CouplingSpec.self), "How towers read each other; without this block they do not.")
  }
}

/// How the towers of a network read each other.
package struct CouplingSpec: Block, Hashable {
  package static let blockName = "sharing.coupling"
  package static let documentation =
    "After every layer, each tower's output becomes a learned mixture of all towers' outputs (Misra et al. 2016)."

  package let kind: CouplingKind

  /// The initial weight of a tower's own output; the rest is spread evenly over the others.
  package let own: Double

  /// The coupling of the short form `soft`: all defaults.
  package init() {
    var reader = BlockReader(describing: Self.blockName)
    self.init(reading: &reader)
  }

  package init(reading reader: inout BlockReader) {
    kind = reader.optional("kind", .choice(CouplingKind.self), default: .crossStitch, "The kind of mixture.")
    own = reader.optional(
      "own", .real(as: .fraction, in: .fraction), default: 0.9,
      "The initial weight of a tower's own output; the rest is spread evenly over the others. 1 shares nothing at first."
    )
  }
}
