import ArgumentParser
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Reporting
import Text

/// `sharespec explain`: a rule at length, or where the values of a specification come from and what its masks mean.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain the rule behind a code, or where the values and masks of a specification come from.",
    discussion: """
      With a code, such as E0201, it tells the rule with an example; without anything it lists all rules.

      With a file it tells what the sharing of each variant expands to: every task's mask as written and in canonical \
      form, which tasks use which parameters, and how many these are. With a path as well it tells the value there in \
      every variant, with the place that set it and those that it replaced; with a variant's name, all its values. Paths \
      are those that --set takes, variants.NAME.PATH included.

      The name of a swept variant means all of its cells. Of many cells only the differences are listed: what several \
      have in common is printed once, with the values of the sweep that tell them from the others.

      EXAMPLES
        sharespec explain E0201
        sharespec explain experiment.yaml
        sharespec explain experiment.yaml training.optimizer
        sharespec explain experiment.yaml sparse
        sharespec explain experiment.yaml variants.hard.sharing
        sharespec explain experiment.yaml training.epochs --set training.epochs=3
      """)

  @Argument(help: ArgumentHelp("A code, such as E0201, or a specification.", valueName: "code or file"))
  var subject: String?

  @Argument(help: ArgumentHelp("A path in the specification, or the name of a variant.", valueName: "path or variant"))
  var part: String?

  @OptionGroup var options: SourceOptions

  func run() throws {
    guard let subject else {
      for rule in allCodes { try writeResult("\(rule.id)  \(rule.title)") }
      return
    }
    if subject.isCode { try explain(code: subject) } else { try explain(file: subject) }
  }

  private func explain(code: String) throws {
    let id = code.uppercased()
    guard let rule = allCodes.first(where: { $0.id == id }) else {
      let meant = likelyMeant(by: id, among: allCodes.map(\.id)).first
      throw ValidationError(
        "There is no rule '\(code)'." + (meant.map { " Did you mean '\($0)'?" } ?? "")
          + " 'sharespec explain' lists all of them.")
    }
    try writeResult("\(rule.id): \(rule.title)\n\n\(rule.explanation)")
  }

  private func explain(file: String) throws {
    var pipeline = Pipeline()
    let result = pipeline.graph(options.source(file))
    show(pipeline.log)
    guard let (spec, graph) = result else { throw ExitCode(1) }
    guard let part else { return try writeResult(masks(of: graph.variants, in: spec)) }
    let values = ValueExplanation(spec)
    if let text = SpecPath(part).flatMap(values.text) { return try writeResult(String(text.dropLast())) }
    let meant = spec.variants.filter { $0.isMeant(by: part) }
    if meant.isEmpty { throw unknownPart(part, in: file, values, spec) }
    let names = Set(meant.map(\.name))
    let masks = masks(of: graph.variants.filter { names.contains($0.name) }, in: spec)
    try writeResult("\(values.text(of: meant))\n\(masks)")
  }

  private func unknownPart(_ part: String, in file: String, _ values: ValueExplanation, _ spec: Spec) -> ExitCode {
    let variants = (spec.variants.map(\.declared) + spec.variants.map(\.name)).withoutRepetitions
    let names = variants + variants.map { SpecPath(keys: ["variants", $0]).text }
    if let (name, rest) = SpecPath(part)?.ofVariant, !rest.keys.isEmpty {
      // Either the variant's name or the path in it is not there.
      let isVariant = spec.variants.contains { $0.isMeant(by: name) }
      let meant = isVariant ? likelyMeant(by: rest.text, among: values.paths) : likelyMeant(by: name, among: variants)
      return failure(
        isVariant ? "'\(part)' is not a path in '\(file)'" : "'\(file)' has no variant '\(name)'",
        help: meant.first.map { isVariant ? SpecPath(keys: ["variants", name]).text + "." + $0 : $0 }
          .map { "did you mean '\($0)'?" })
    }
    return failure(
      "'\(part)' is neither a path in '\(file)' nor a variant",
      help: likelyMeant(by: part, among: values.paths + names).first.map { "did you mean '\($0)'?" })
  }

  /// The masks of `variants`, those that are explained alike together.
  private func masks(of variants: [ResolvedVariant], in spec: Spec) -> String {
    MaskExplanations(variants, of: spec).text
  }
}

extension String {
  /// Whether the text looks like the code of a rule: a letter and digits.
  fileprivate var isCode: Bool {
    guard let first, first.isASCII, first.isLetter else { return false }
    return count > 1 && count <= 6 && dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}
