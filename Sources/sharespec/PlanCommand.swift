import ArgumentParser
import Diagnostics
import Evidence
import ExperimentSpec
import Files
import Inputs
import PlanFormat
import Planning
import Reporting
import Store

/// `sharespec plan`: what would run, why, and what it costs; and the plan itself.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a specification or a saved plan would run, why, and what it costs.",
    discussion: """
      Nothing is run and nothing is changed. Data may be missing: a note then says which, and what depends on it is not \
      estimated. What is printed is a summary, or with --format the plan itself. --format html prints the summary as a \
      page for reviewers, which loads nothing: they filter and unfold stages there, and see the critical path. In the \
      summary stages are counted by what they are for and why they are to be run; --all lists each. With a budget, the \
      summary shows how much of it the stages to run take; only other commands refuse what exceeds it.

      Data files that are there are read to find mistakes in them; errors end the command. What was found is remembered \
      as long as they do not change. --no-data leaves this out.

      If the store has runs of several seeds, the summary shows the smallest difference to the baseline that the planned \
      seeds can detect; --detect also shows how many seeds a given difference needs (docs/evidence.md).

      -o saves the plan as JSON to a file whose name ends with .json, the page to one that ends with .html, and the plan \
      as text to one that ends with .plan or .txt or has no ending. 'sharespec run' runs a saved plan, which keeps the budget.

      Exits with 0, or with --detailed-exitcode with 0 when there is nothing to run, 2 when there is, and 1 when \
      something is wrong.

      EXAMPLES
        sharespec plan experiment.yaml
        sharespec plan experiment.yaml --data ~/corpora -o plan.json
        sharespec plan experiment.yaml --format text > experiment.plan
        sharespec plan experiment.yaml --all
        sharespec plan experiment.yaml -o plan.html
        sharespec plan experiment.yaml --format html > plan.html
        sharespec plan experiment.yaml --variant sparse
        sharespec plan experiment.yaml --max-hours 40 --max-memory 8GB
        sharespec plan experiment.yaml --detect 0.5
        sharespec plan experiment.yaml --after merge
        sharespec plan experiment.yaml --detailed-exitcode || sharespec run experiment.yaml
      """)

  /// What a plan is saved as.
  enum SavedForm: String, FileForm {
    case text, json, html

    var endings: [String] {
      switch self {
      case .text: ["plan", "txt"]
      case .json: ["json"]
      case .html: ["html", "htm"]
      }
    }
  }

  /// How the plan is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case summary, html, text, json, dot, mermaid }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var variants: VariantOptions

  @OptionGroup(title: "Budget") var limits: BudgetOptions

  @Option(help: "What is printed on standard output: a summary, or the plan in one of its forms.")
  var format = Format.summary

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Save the plan, or its page, to this file.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Print the result of a pass of the planner instead: lower, merge, drop, order or cost.", valueName: "pass"))
  var after: PlanPass?

  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(
    help: ArgumentHelp(
      "Show how many seeds detect a difference of this size to the baseline, and the time of the missing ones.",
      valueName: "points"))
  var detect: Double?

  @Flag(help: "List every stage and every variant by itself, with the parameters in which stages differ.")
  var all = false

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when there is something to run.")
  var detailedExitCode = false

  func validate() throws {
    try SavedForm.refuseUnknownEnding(of: output)
    if let detect, !(detect > 0 && detect.isFinite) { throw ValidationError("--detect takes a number above 0.") }
    if let after, !after.isAboutCosts, !variants.names.isEmpty {
      throw ValidationError("--after shows what a pass makes of all variants: leave out --variant.")
    }
  }

  func run() throws {
    if let after, !after.isAboutCosts { return try printPass(after) }
    let planned = try options.plan(file, for: .planning, lookingAtData: !data.skipsData)
    let plan = try variants.restrict(planned.plan, in: file)
    let model = CostModel(sizes: planned.sizes, rates: StageTimings(ofStoreAt: store).rates)
    let costs = PlanCosts(of: plan, by: model)
    let summary: PlanSummary
    do throws(FileFailure) {
      summary = PlanSummary(
        plan, from: planned.source?.spec, costs: costs, decisions: try StoreInspection(at: store).decisions(for: plan),
        listing: all)
    } catch {
      show(error)
      throw ExitCode(1)
    }
    let budget = limits.budget(over: planned.budget)
    if let output {
      try refuseInputs(planned.source?.spec.fileNames ?? [], as: output)
      try save(plan, budget, summary, costs, to: output)
    }
    try writeResult(after == nil ? try text(of: plan, budget, summary, costs) : summary.costTable)
    if detailedExitCode, !summary.misses.isEmpty { throw ExitCode(2) }
  }

  /// The most variants of which runs are looked at without being asked to.
  private static let mostVariants = 200

  /// What the planned seeds can tell; `nil` where no runs say anything about it.
  private func seedText(of plan: Plan, _ costs: PlanCosts) throws -> String? {
    guard let baseline = plan.baseline, plan.variants.count <= Self.mostVariants || detect != nil else { return nil }
    return try orExit { () throws(FileFailure) in
      let inspection = StoreInspection(at: store)
      let results = try ExperimentResults(of: plan, in: inspection)
      let text = SeedBudgetText(
        try SeedBudget(of: results, OutcomeSource(plan, in: inspection)), baseline: baseline, costs: costs)
      let parts = [text.text, detect.flatMap { text.text(detecting: $0) }].compactMap(\.self)
      return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }
  }

  /// Prints the result of a pass; what a saved plan holds went through all of them.
  private func printPass(_ pass: PlanPass) throws {
    var pipeline = Pipeline()
    let connected = pipeline.connect(options.source(file), for: .planning)
    show(pipeline.log)
    guard let connected else { throw ExitCode(1) }
    let wanted = WantedPlan(lowering: connected.graph, files: connected.files)
    try writeResult(String(PassText(wanted).text(after: pass).dropLast()))
  }

  private func save(
    _ plan: Plan, _ budget: Budget?, _ summary: PlanSummary, _ costs: PlanCosts, to path: String
  ) throws {
    let text =
      switch SavedForm.form(nil, ofFileAt: path, usually: .text) {
      case .text: document(of: plan, budget).text
      case .json: document(of: plan, budget).json
      case .html: page(summary, plan, budget, costs)
      }
    try writeOutput(text, to: path, madeFrom: file)
  }

  /// The summary as a page.
  private func page(_ summary: PlanSummary, _ plan: Plan, _ budget: Budget?, _ costs: PlanCosts) -> String {
    summary.html(budget: budget?.uses(by: summary.misses, of: plan, costs: costs) ?? [])
  }

  private func document(of plan: Plan, _ budget: Budget?) -> PlanDocument {
    var document = PlanDocument(plan)
    document.budget = budget
    return document
  }

  /// The summary, with how much of the budget is used.
  private func summaryText(_ summary: PlanSummary, _ plan: Plan, _ budget: Budget?, _ costs: PlanCosts) -> String {
    let uses = budget?.uses(by: summary.misses, of: plan, costs: costs) ?? []
    return ([summary.text] + (uses.isEmpty ? [] : ["", BudgetText(uses).text])).joined(separator: "\n")
  }

  private func text(
    of plan: Plan, _ budget: Budget?, _ summary: PlanSummary, _ costs: PlanCosts
  ) throws -> String {
    switch format {
    case .summary:
      let parts = [summaryText(summary, plan, budget, costs), try seedText(of: plan, costs)]
      return parts.compactMap(\.self).joined(separator: "\n\n")
    case .html: return String(page(summary, plan, budget, costs).dropLast())
    case .text: return String(document(of: plan, budget).text.dropLast())
    case .json: return String(document(of: plan, budget).json.dropLast())
    case .dot: return String(PlanGraphText(plan).dot.dropLast())
    case .mermaid: return String(PlanGraphText(plan).mermaid.dropLast())
    }
  }
}

extension PlanPass: ExpressibleByArgument {
  /// Whether the pass adds costs to a plan, so that its result is a table of these.
  fileprivate var isAboutCosts: Bool {
    switch self {
    case .cost: true
    case .lower, .merge, .drop, .order: false
    }
  }
}
