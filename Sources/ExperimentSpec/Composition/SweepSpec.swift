import Diagnostics
import Model
import SpecSyntax

/// A grid of values that variants are tried with.
struct SweepSpec: Block {
  static let blockName = "sweep"
  static let documentation =
    "A grid: every variant is repeated with every combination of values; each combination is a cell."

  static let variantsKey = "variants"

  /// The variants that are repeated; all where nothing is written.
  let variants: [Located<String>]?

  let product: [SweepAxis]
  let zip: [SweepAxis]
  let when: [SweepRule]
  let exclude: [SweepPattern]
  let include: [[SweepAssignment]]
  let seeds: [Located<Int>]
  let name: LocatedText?

  init(reading reader: inout BlockReader) {
    variants = reader.ifWritten(
      Self.variantsKey, .list(of: .reference(.variant)), "The variants that are repeated; all of them if not written.")
    product = reader.optional(
      "product", .axes, default: [],
      "Values by path: every combination of them, the last path varying fastest. Values are a list or a mapping from names to values, which then name the cells."
    )
    zip = reader.optional(
      "zip", .axes, default: [], "Values by path, equally many each, that vary together: the first of each, the second…"
    )
    when = reader.optional(
      "when", .list(of: .block(SweepRule.self)), default: [],
      "What holds only for some cells, one rule after the other.")
    exclude = reader.optional(
      "exclude", .list(of: .pattern), default: [],
      "Cells to leave out: all whose values are those written, by path; `variant` stands for the variant's name.")
    include = reader.optional(
      "include", .list(of: .assignments), default: [], "Further cells, each as values by path.")
    seeds = reader.optional(
      "seeds", .list(of: FieldType.integer(in: .seed).located), default: [],
      "Values of `seed` with which every cell is repeated.")
    name = reader.ifWritten(
      "name", .template,
      "How cells are called, such as `\"{variant}-b{training.batch}\"`; if not written, by the values of their paths.")
    let lengths = Set(zip.map(\.values.count))
    if lengths.count > 1 {
      let counts = zip.map { "\($0.values.count) at '\($0.path.text)'" }.joined(separator: ", ")
      reader.reject("zip", "paths under 'zip' have equally many values, but here are \(counts)")
    }
    if product.isEmpty, zip.isEmpty, include.isEmpty, seeds.isEmpty {
      reader.reject(
        "product", given: ["zip", "include", "seeds"], "a sweep has 'product', 'zip', 'include' or 'seeds'")
    }
  }
}

extension SweepSpec {
  /// The place of the first thing that the sweep varies.
  var place: SourceRange? {
    (product + zip).first?.path.range ?? include.first?.first?.path.range ?? seeds.first?.origin.range
  }
}

/// What holds only for the cells that match a pattern.
struct SweepRule: Block {
  static let blockName = "sweep.when[]"
  static let documentation = "What holds only for the cells with certain values."

  let pattern: SweepPattern
  let set: [SweepAssignment]
  let product: [SweepAxis]

  init(reading reader: inout BlockReader) {
    pattern = reader.required(
      "is", .pattern,
      "The values, by path, of the cells that the rule is about; `variant` stands for the variant's name."
    )
    set = reader.optional("set", .assignments, default: [], "Values by path that these cells have besides.")
    product = reader.optional("product", .axes, default: [], "Values by path with which only these cells are combined.")
    if set.isEmpty, product.isEmpty {
      reader.reject("is", given: ["set", "product"], "a rule has 'set' or 'product'")
    }
  }
}

/// A path of the experiment, as it is written.
struct SweepPath: Sendable, Hashable {
  /// The path as a text.
  let text: String

  /// The keys of the path, each with where it is written.
  let keys: [Key]

  /// The place of the whole path.
  let range: SourceRange

  struct Key: Sendable, Hashable {
    let name: String
    let range: SourceRange
  }

  /// Paths are equal that lead to the same value.
  static func == (left: Self, right: Self) -> Bool { left.text == right.text }
  func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// `value` as the tree that it amounts to below the root.
  func tree(holding value: Node) -> Node { keys.map { ($0.name, $0.range) }[...].asTree(holding: value) }
}

/// One value for one path; a class, since every cell that has the value refers to it.
final class SweepAssignment: Sendable {
  let path: SweepPath

  /// What the value is called in the names of cells.
  let label: String

  let value: Node

  init(path: SweepPath, label: String, value: Node) {
    self.path = path
    self.label = label
    self.value = value
  }
}

/// The values that a path takes.
struct SweepAxis: Sendable {
  let path: SweepPath
  let values: [SweepAssignment]
}

/// Conditions on a cell: for each path the values of which it has one.
struct SweepPattern: Sendable {
  let conditions: [Condition]
  let range: SourceRange

  struct Condition: Sendable {
    let path: SweepPath
    let values: [Node]
  }

  /// The path that stands for the variant's name.
  static let variantKey = "variant"
}
