import Diagnostics
import SpecSyntax

/// The overrides of the command line, sorted by what they are laid over.
struct OverrideLayers {
  /// The file's tree, with what the overrides say of its head (such as `name`) and of variants as a whole.
  let root: Node

  /// The names of the file's variants and of those that overrides add as a whole.
  let variants: [String]

  /// The names of variants that overrides would change and that are not there.
  let unknownVariants: [Located<String>]

  private let forAll: [Override]
  private let forVariants: [Override]

  init(_ overrides: [Override], over root: Node) {
    let isForVariant = { (override: Override) in
      override.path[0].name == RootFields.variantsKey && override.path.count > 2
    }
    forVariants = overrides.filter(isForVariant)
    let rest = overrides.filter { !isForVariant($0) }
    forAll = rest.filter { !RootFields.headKeys.contains($0.path[0].name) }
    let forHead = rest.filter { RootFields.headKeys.contains($0.path[0].name) }
    let patched = forHead.reduce(root) { $0.patched(with: $1.patch) }
    let names =
      patched.mapping?[RootFields.variantsKey]?.value.mapping?.entries
      .filter { !$0.value.isNone }.map(\.key) ?? []
    self.root = patched
    variants = names
    unknownVariants = forVariants.map(\.path[1]).filter { !names.contains($0.name) }
      .map { Located($0.name, .written($0.range)) }
  }

  /// What the overrides lay over the variant called `name`, as at most one layer: the command line is the last word,
  /// and what it says of one variant comes after what it says of all.
  func layer(of name: String) -> [SpecLayer] {
    let patches = forAll.map(\.patch) + forVariants.compactMap { $0.patch(below: [RootFields.variantsKey, name]) }
    guard let first = patches.first else { return [] }
    return [SpecLayer(.commandLine, patches.dropFirst().reduce(first) { $0.patched(with: $1) })]
  }
}
