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
      every variant, with the place that set it and those that it replaced; with a variant's name, all its values.

      EXAMPLES
        sharespec explain E0201
        sharespec explain experiment.yaml
        sharespec explain experiment.yaml training.optimizer
        sharespec explain experiment.yaml sparse
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
    let values = ValueExplanation(spec)
    guard let part else {
      try writeResult(graph.variants.map(masks).joined(separator: "\n"))
      return
    }
    if let text = values.text(at: part) {
      try writeResult(String(text.dropLast()))
    } else if spec.variants.contains(where: { $0.isMeant(by: part) }) {
      for variant in try spec.variants(named: [part]) {
        let masks = graph.variants.first { $0.name == variant.name }.map(masks) ?? ""
        try writeResult("\(values.text(of: variant))\n\(masks)")
      }
    } else {
      let known = values.paths + spec.variants.map(\.name)
      let meant = likelyMeant(by: part, among: known).first
      throw ValidationError(
        "'\(part)' is neither a path with a value in '\(file)' nor a variant."
          + (meant.map { " Did you mean '\($0)'?" } ?? ""))
    }
  }

  private func masks(of variant: ResolvedVariant) -> String {
    "variant '\(variant.name)'\n" + String(MaskExplanation(variant).text.dropLast())
  }
}

extension String {
  /// Whether the text looks like the code of a rule: a letter and digits.
  fileprivate var isCode: Bool {
    guard let first, first.isASCII, first.isLetter else { return false }
    return count > 1 && count <= 6 && dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}
