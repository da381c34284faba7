package import Diagnostics
package import SpecSyntax

/// A specification: one or several variants of an experiment, each fully settled.
///
/// Its initialiser is the phase from located tree to typed values: it lays the layers of every variant over each
/// other (the file, the variant's patch, the command line's overrides), fills in defaults, and checks each value by
/// itself. What values mean together is the next phase's business.
package struct Spec: Sendable {
  package let file: SourceFile
  package let name: String
  package let variants: [Variant]

  /// The variant that the others are compared with.
  package let baseline: Located<String>?

  /// One variant: its experiment, and every value of it with its origin.
  package struct Variant: Sendable {
    package let name: String

    /// Where the variant is introduced, if the specification has several.
    package let nameRange: SourceRange?

    package let experiment: Experiment
    package let settled: [SettledValue]
  }

  /// Types `document` with `overrides` laid over it; `nil`, with the reasons in `log`, if anything is wrong.
  package init?(_ document: SpecDocument, overrides: [Override] = [], log: inout DiagnosticLog) {
    let errors = log.errorCount
    let context = DecodingContext()
    let layers = OverrideLayers(overrides, over: document.root)
    for name in layers.unknownVariants { context.log.record(.unknownReference(name, .variant, known: layers.variants)) }
    guard let mapping = layers.root.mapping else { return nil }

    let (head, body) = mapping.divided(by: RootFields.headKeys, at: document.root.range)
    let fields = FieldType<RootFields>.decodeBlock(head, at: "", in: document.root.range, context: context)

    var variants: [Variant] = []
    for patch in fields.variants ?? [Named(name: fields.name, nameRange: document.root.range, value: nil)] {
      let tree = layers.laid(over: patch.value.map { body.patched(with: $0) } ?? body, of: patch.name)
      let variantContext = DecodingContext()
      let experiment = FieldType<Experiment>.decodeBlock(
        tree.mapping, at: "", in: document.root.range, context: variantContext,
        alsoSuggesting: patch.value == nil ? RootFields.headKeys : [])
      context.log.record(contentsOf: variantContext.log)
      variants.append(
        Variant(
          name: patch.name, nameRange: patch.value == nil ? nil : patch.nameRange, experiment: experiment,
          settled: variantContext.settled))
    }
    if let baseline = fields.baseline, !variants.contains(where: { $0.name == baseline.value }) {
      context.log.record(.unknownReference(baseline, .variant, known: variants.map(\.name)))
    }
    log.record(contentsOf: context.log)
    guard log.errorCount == errors else { return nil }
    file = document.file
    name = fields.name
    baseline = fields.baseline
    self.variants = variants
  }
}

extension Mapping {
  /// The entries with `keys`, and the tree of all others, which make up the experiment.
  fileprivate func divided(by keys: [String], at place: SourceRange) -> (head: Mapping, body: Node) {
    let head = Mapping(entries: entries.filter { keys.contains($0.key) })
    let body = Mapping(entries: entries.filter { !keys.contains($0.key) })
    return (head, Node(.mapping(body), at: place))
  }
}

/// The overrides of the command line, sorted by what they are laid over.
private struct OverrideLayers {
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
    let names = patched.mapping?[RootFields.variantsKey]?.value.mapping?.entries.map(\.key) ?? []
    self.root = patched
    variants = names
    unknownVariants = forVariants.map(\.path[1]).filter { !names.contains($0.name) }
      .map { Located($0.name, .written($0.range)) }
  }

  /// The tree of the variant called `name` with the overrides laid over it: the command line is the last word, and
  /// what it says of one variant comes after what it says of all.
  func laid(over tree: Node, of name: String) -> Node {
    let patches = forAll.map(\.patch) + forVariants.compactMap { $0.patch(below: [RootFields.variantsKey, name]) }
    return patches.reduce(tree) { $0.patched(with: $1) }
  }
}

/// The fields of a specification that are not the experiment's own.
struct RootFields: Block {
  static let blockName = "specification"
  static let documentation = "One YAML file: an experiment, and the variants of it that are compared."

  static let variantsKey = "variants"

  /// The keys of these fields.
  static let headKeys = blockDescription.fields.map(\.key)

  let version: Int
  let name: String
  let variants: [Named<Node?>]?
  let baseline: Located<String>?

  init(reading reader: inout BlockReader) {
    version = reader.required("sharespec", .integer(in: 1...1), "The version of the language: 1.")
    name = reader.required("name", .text, "What the experiment is called in tables and files.")
    variants = reader.ifWritten(
      Self.variantsKey, .map(of: .patch), "Patches of the experiment, by name: each is one column of the comparison.")
    baseline = reader.ifWritten(
      "baseline", .reference(.variant), "The variant that the others are compared with.")
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      reader.reject("name", "a name is a text without control characters")
    }
  }
}

extension FieldType where Value == Node? {
  /// A mapping that is laid over the experiment later and typed then.
  fileprivate static var patch: FieldType {
    FieldType(
      describe: { .block(Experiment.blockDescription) }, example: nil,
      decode: { node, path, context in
        guard node.mapping != nil else {
          context.log.record(
            .wrongKind(node, expected: "a mapping of what is different in this variant ('{}' for nothing)", at: path))
          return nil
        }
        return .some(node)
      },
      show: { _ in "{…}" })
  }
}
