package import Diagnostics
package import SpecSyntax

extension Spec {
  /// One variant of a specification: its experiment, and how that came about.
  package struct Variant: Sendable {
    /// The variant's name, unique in the specification.
    package let name: String

    /// The name under which the specification declares it; a sweep's cells have one in common.
    package let declared: String

    /// The name without the seed: variants that differ in nothing but the sweep's seed are of one group.
    package let group: String

    /// Where the variant is introduced, if the specification has several.
    package let nameRange: SourceRange?

    package let experiment: Experiment

    /// What of the experiment could not be read; nothing in a specification without mistakes.
    package let gaps: Gaps

    /// The layers below the sweep's cell, the cell, and the layers above it.
    let origin: (lower: [SpecLayer], cell: SweepCell?, upper: [SpecLayer])
  }
}

/// One of the trees that are laid over each other to make a variant.
package struct SpecLayer: Sendable {
  package let kind: Kind
  package let tree: Node

  /// Where a layer comes from.
  package enum Kind: Sendable, Hashable {
    /// The specification's file with what it extends and its preset.
    case files

    /// The patch of the variant of this name.
    case variant(String)

    /// A combination of the sweep's values.
    case cell
    case commandLine
  }

  init(_ kind: Kind, _ tree: Node) {
    self.kind = kind
    self.tree = tree
  }
}

extension Spec.Variant {
  /// The layers that the variant consists of, lowest first.
  ///
  /// The cell becomes a layer only here: thousands of cells have few values in common.
  package var layers: [SpecLayer] {
    origin.lower + [origin.cell?.patch.map { SpecLayer(.cell, $0) }].compactMap(\.self) + origin.upper
  }

  /// The tree that the layers make.
  var tree: Node {
    let layers = self.layers
    return layers[0].tree.patched(with: layers.dropFirst())
  }

  /// Whether a sweep made the variant.
  package var isCell: Bool { origin.cell != nil }

  /// The variant as it is declared: without the sweep's values, and as far as it can be read without them.
  var asDeclared: Spec.Variant {
    Spec.Variant(
      name: declared, declared: declared, group: declared, nameRange: nameRange, experiment: experiment, gaps: gaps,
      origin: (origin.lower, nil, origin.upper))
  }

  /// Every value of the experiment with its origin, in the order of the language.
  ///
  /// Found by reading the layers again, so that variants of which nobody asks this need not keep it.
  package var settled: [SettledValue] { tree.settled(in: DecodingContext(recording: true)) }

  /// The layer that wrote what stands at `place`; `nil` for what is not written in any.
  package func layer(writing place: SourceRange) -> SpecLayer.Kind? {
    layers.last { $0.tree.holds(place) }?.kind
  }
}

extension Node {
  /// The values of the experiment that this tree holds, in the order of the language, as far as `context` does not
  /// know them; without what mappings on the way to a value replaced as a whole.
  func experimentValues(in context: DecodingContext) -> [SettledValue] {
    _ = FieldType<Experiment>.decodeBlock(mapping, at: "", in: range, context: context)
    return context.settled
  }

  /// This tree with `layers` laid over it, one after the other.
  func patched(with layers: some Sequence<SpecLayer>) -> Node { layers.reduce(self) { $0.patched(with: $1.tree) } }
}

extension Node {
  /// The values of the experiment that this tree holds, as far as `context` does not know them.
  func settled(in context: DecodingContext) -> [SettledValue] {
    experimentValues(in: context).map { $0.replacing(replacedValues(above: $0.keys[...])) }
  }

  /// The places of what mappings on the way of `keys` replaced as a whole, nearest first.
  fileprivate func replacedValues(above keys: ArraySlice<String>) -> [SourceRange] {
    guard let key = keys.first, let inner = mapping?[key]?.value else { return [] }
    return inner.replacedValues(above: keys.dropFirst()) + replaced
  }

  /// Whether a value of the tree stands at `place`.
  fileprivate func holds(_ place: SourceRange) -> Bool {
    if range == place || replaced.contains(place) { return true }
    switch content {
    case .scalar: return false
    case .sequence(let elements): return elements.contains { $0.holds(place) }
    case .mapping(let mapping): return mapping.entries.contains { $0.value.holds(place) }
    }
  }
}
