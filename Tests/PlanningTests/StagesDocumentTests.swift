import Diagnostics
import ExperimentSpec
import PlanFormat
import TestSupport
import Testing

@testable import Planning

/// Limits that files keep to the digit.
private let budget = Budget(
  hours: Located(1.5, .fieldDefault(path: "")), memory: Located(ByteSize(bytes: 7), .fieldDefault(path: "")), disk: nil)

/// The files that variants of a plan are written to.
private struct Files {
  let plan: Plan
  let stages: String
  let variants: [(name: String, text: String)]

  init(_ plan: Plan, as spelling: PlanSpelling, jobs: Int = 2) {
    self.plan = plan
    let groups = StageGroups(of: plan)
    stages = String(decoding: groups.written(as: spelling, jobs: jobs), as: UTF8.self)
    var texts = MaskTexts()
    variants = plan.variants.map { variant in
      let document = groups.document(of: variant, budget, stagesAt: "stages\(spelling.suffix)", &texts)
      return (variant.name, String(decoding: document.bytes(as: spelling), as: UTF8.self))
    }
  }
}

/// The plan of the variant and the stages in these texts, and what was found on the way.
private func read(_ variant: String, _ stages: String) -> (plan: Plan?, findings: [String]) {
  var log = DiagnosticLog()
  var plan: Plan?
  if case .variant(let variant) = PlanFile(reading: SourceFile(name: "variant", text: variant), log: &log),
    case .stages(let stages) = PlanFile(reading: SourceFile(name: "stages", text: stages), log: &log),
    let document = PlanDocument([variant], stagesIn: [StagesIndex(stages)], at: "stages", log: &log)
  {
    plan = Plan(document, log: &log)
  }
  let findings = log.sorted.map { finding in
    "\(finding.range.map { "\($0) " } ?? "")\(finding.code.id) \(finding.message)"
  }
  return (plan, findings)
}

@Test(arguments: planSpecimens, PlanSpelling.allCases)
func variantsAreReadBackWithTheirStages(specimen: String, spelling: PlanSpelling) throws {
  let files = Files(try plan(specimen), as: spelling)
  for (name, text) in files.variants {
    let (plan, findings) = read(text, files.stages)
    #expect(findings == [])
    let document = PlanDocument(try #require(plan))
    #expect(document.text == PlanDocument(files.plan.restricted(to: [name])).text)
  }
}

@Test(arguments: PlanSpelling.allCases)
func stagesDoNotDependOnTheNumberOfThreads(spelling: PlanSpelling) throws {
  let plan = try plan(
    specimenText(more: "sweep: {product: {training.batch: [1, 2, 3], training.epochs: [1, 2]}, seeds: [1, 2]}"))
  let files = Files(plan, as: spelling, jobs: 1)
  for jobs in [2, 3, 16] {
    let others = Files(plan, as: spelling, jobs: jobs)
    #expect(others.stages == files.stages)
  }
}

@Test(arguments: PlanSpelling.allCases)
func theFilesOfVariantsAreMadeForReview(spelling: PlanSpelling) throws {
  let plan = try plan(
    specimenText(
      pruning: "{rate: {final: 0.5, rounds: 1}}", more: "variants: {sparse: {}, hard: {sharing: hard}}\nbaseline: hard")
  )
  let files = Files(plan, as: spelling)
  let path = "\(fixturesFolder(besides: #filePath))/plans"
  #expect(difference(of: files.stages, fromGolden: "\(path)/stages\(spelling.suffix)") == nil)
  let sparse = try #require(files.variants.first { $0.name == "sparse" })
  #expect(difference(of: sparse.text, fromGolden: "\(path)/sparse\(spelling.suffix)") == nil)
}

@Test(arguments: PlanSpelling.allCases)
func stagesOfAnotherCompilationAreRefused(spelling: PlanSpelling) throws {
  let files = Files(try plan(specimenText()), as: spelling)
  let others = Files(try plan(specimenText(training: "{epochs: 3}")), as: spelling)
  let (plan, findings) = read(files.variants[0].text, others.stages)
  #expect(plan == nil)
  #expect(findings.contains { $0.contains("E0510 variant 'specimen' needs the stage") }, "\(findings)")
  #expect(findings.allSatisfy { $0.hasPrefix("variant:") }, "\(findings)")
}

/// Changes of a file of stages, in either form, and what is said of them.
private let badStages: [(PlanSpelling, String, String, String)] = [
  (.json, "\"epochs\":2", "\"epochs\":3", "E0508 stage '"),
  (.text, "  epochs = 2", "  epochs = 3", "E0508 stage '"),
  (.json, "\"network\":\"@network~", "\"network\":\"@net~", "E0504 the plan has no value 'net~"),
  (.json, "\"groups\"", "\"group\"", "E0503 the member \"group\" is unknown here"),
  (.json, "\"stage\":\"", "\"stage\":\"x", "E0503 expected 12 to 64 hexadecimal digits"),
  (.json, "\"masks\":", "\"mask\":", "E0503 the member \"mask\" is unknown here"),
  (.json, "/vocabulary.json\"", "\"", "E0503 expected a stage, a slash and an artifact"),
  (.text, "group train 1", "group train 2", "E0506 operation 'train' has version 1 here"),
  (.text, "group vocabulary 1\n", "", "E0503"),
  (.text, "  purpose train", "  aim train", "E0503 no line of a plan looks like 'aim train"),
  (.text, "sharespec plan stages 1", "sharespec plan stages 9", "E0501 expected a plan of the format"),
  (.json, "sharespec plan stages 1", "sharespec plan stages 9", "E0501 expected a plan of the format"),
]

@Test(arguments: badStages)
func whatIsWrongWithStagesIsSaid(spelling: PlanSpelling, old: String, new: String, finding: String) throws {
  let files = Files(try plan(specimenText(sharing: "hard")), as: spelling)
  try #require(files.stages.contains(old))
  let (plan, findings) = read(files.variants[0].text, files.stages.replacing(old, with: new, maxReplacements: 1))
  #expect(plan == nil)
  #expect(findings.contains { $0.contains(finding) && $0.hasPrefix("stages:") }, "\(findings)")
}

@Test(arguments: PlanSpelling.allCases)
func everyTruncationOfTheFilesIsRefused(spelling: PlanSpelling) throws {
  let files = Files(try plan(specimenText(sharing: "hard")), as: spelling)
  let stages = Array(files.stages.utf8)
  for length in stride(from: 0, to: stages.count - 2, by: 97) {
    let (plan, findings) = read(files.variants[0].text, String(decoding: stages[..<length], as: UTF8.self))
    #expect(plan == nil && !findings.isEmpty, "the first \(length) bytes are taken for all stages")
  }
  let variant = Array(files.variants[0].text.utf8)
  for length in stride(from: 0, to: variant.count - 2, by: 23) {
    let (plan, findings) = read(String(decoding: variant[..<length], as: UTF8.self), files.stages)
    #expect(plan == nil && !findings.isEmpty, "the first \(length) bytes are taken for a variant")
  }
}

@Test func listsAreReadBack() throws {
  let list = PlanListDocument(
    name: "all", baseline: Placed("a b"), budget: budget,
    parts: [
      PlanListDocument.Part(path: Placed("x/a%20b.json"), prefix: ""),
      PlanListDocument.Part(path: Placed("y.json"), prefix: "ü \"q\"/"),
    ])
  for spelling in PlanSpelling.allCases {
    var log = DiagnosticLog()
    let file = SourceFile(name: "list", bytes: list.bytes(as: spelling))
    guard case .list(let again) = PlanFile(reading: file, log: &log) else {
      Issue.record("no list: \(log.diagnostics)")
      continue
    }
    #expect(again.bytes(as: spelling) == list.bytes(as: spelling))
    #expect(again.budget?.hours?.value == 1.5 && again.budget?.memory?.value.bytes == 7)
  }
}
