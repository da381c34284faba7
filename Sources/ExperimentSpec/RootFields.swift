import Diagnostics
import SpecSyntax
import Text

/// The fields of a specification that are not the experiment's own.
struct RootFields: Block {
  static let blockName = "specification"
  static let documentation = "One YAML file: an experiment, and the variants of it that are compared."

  static let variantsKey = "variants"
  static let presetKey = "preset"
  static let sweepKey = "sweep"
  static let budgetKey = "budget"

  /// The keys of these fields.
  static let headKeys = blockDescription.fields.map(\.key)

  let name: String
  let preset: PresetName?
  let variants: [Named<Node?>]?
  let baseline: Located<String>?
  let sweep: SweepSpec?
  let claims: [Named<ClaimSpec>]
  let report: [Named<ExhibitSpec>]
  let budget: Budget?

  init(reading reader: inout BlockReader) {
    _ = reader.required(VersionField.key, VersionField.type, VersionField.documentation)
    name = reader.required("name", .text, "What the experiment is called in tables and files.")
    let extends = reader.ifWritten(ExtendsField.key, ExtendsField.type, ExtendsField.documentation)
    preset = reader.ifWritten(
      Self.presetKey, .choice(PresetName.self), "Values that a publication used, laid below everything that is written."
    )
    variants = reader.ifWritten(
      Self.variantsKey, .map(of: .patch), "Patches of the experiment, by name: each is one column of the comparison.")
    baseline = reader.ifWritten(
      "baseline", .reference(.variant), "The variant that the others are compared with.")
    sweep = reader.ifWritten(Self.sweepKey, .block(SweepSpec.self), "A grid of values that variants are tried with.")
    claims = reader.optional(
      "claims", .map(of: .block(ClaimSpec.self)), default: [],
      "Claims about the results, by name; `sharespec verify` tests them.")
    report = reader.optional(
      "report", .map(of: .block(ExhibitSpec.self)), default: [],
      "The tables and figures that `sharespec report` shows, by name; the usual ones if not written.")
    budget = reader.ifWritten(
      Self.budgetKey, .block(Budget.self),
      "What running the experiment may cost; no limit if not written. `--max-hours`, `--max-memory` and `--max-disk` override it."
    )
    if !name.isEmpty, !name.isName { reader.reject("name", nameRule) }
    // The files that a file extends are laid below it before its fields are read.
    if extends != nil { reader.reject(ExtendsField.key, "only a file extends others; the command line cannot") }
  }

  /// The variants that the sweep repeats and that are not `known`.
  func unknownSweptVariants(among known: [String]) -> [Located<String>] {
    (sweep?.variants ?? []).filter { !known.contains($0.value) }
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
