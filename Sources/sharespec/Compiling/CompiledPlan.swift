import Diagnostics
import ExperimentSpec
import PlanFormat
import Planning

/// The files that the plan of a specification is written to.
struct CompiledPlan: Sendable {
  private let plan: Plan
  private let budget: Budget?
  private let spelling: PlanSpelling

  /// What the variants refer to; `nil` where every file is a plan in full.
  private let groups: StageGroups?

  /// The title of the specification, by which its files and its folder are called.
  let title: String

  /// The names of the variants' files.
  private let fileNames: FileNames

  init(_ plan: Plan, _ budget: Budget?, title: String, as spelling: PlanSpelling, isFull: Bool) {
    self.plan = plan
    self.budget = budget
    self.title = title
    self.spelling = spelling
    groups = isFull || plan.variants.count == 1 ? nil : StageGroups(of: plan)
    fileNames = FileNames(for: plan.variants.map(\.name), avoiding: [ReplacedStages.stem])
  }

  /// The path of the plan of all variants.
  var path: String { title + spelling.suffix }

  /// The number of files in the folder of the plan but for that of the stages; a single variant has none.
  var variantCount: Int { plan.variants.count == 1 ? 0 : plan.variants.count }

  /// The name of the file of the stages.
  var stagesName: String { ReplacedStages.stem + spelling.suffix }

  /// The file of the stages, which `jobs` threads write; `nil` if there is none.
  func stages(jobs: Int) -> [UInt8]? { groups?.written(as: spelling, jobs: jobs) }

  /// The name of the file of a variant, in the folder of the plan.
  func fileName(_ index: Int) -> String { fileNames[plan.variants[index].name] + spelling.suffix }

  /// The file of a variant.
  func variant(_ index: Int, _ texts: inout MaskTexts) -> [UInt8] {
    let variant = plan.variants[index]
    guard let groups else { return document(of: plan.restricted(to: [variant.name])).bytes(as: spelling) }
    return groups.document(of: variant, budget, stagesAt: stagesName, &texts).bytes(as: spelling)
  }

  /// `plan`, of some or all variants, in full.
  private func document(of plan: Plan) -> PlanDocument {
    var document = PlanDocument(plan)
    document.budget = budget
    return document
  }

  /// The plan of all variants.
  var whole: [UInt8] {
    guard groups != nil else { return document(of: plan).bytes(as: spelling) }
    let names = plan.variants.sorted { $0.name.precedesNaturally($1.name) }.map { fileNames[$0.name] }
    let list = PlanListDocument(
      name: plan.name, baseline: plan.baseline.map { Placed($0) }, budget: budget,
      parts: names.map { PlanListDocument.Part(path: Placed("\(title)/\($0)\(spelling.suffix)"), prefix: "") })
    return list.bytes(as: spelling)
  }

  /// The plan of everything in `plans`, in which equal stages of different specifications are one.
  static func all(_ plans: [CompiledPlan], as spelling: PlanSpelling, isFull: Bool) -> [UInt8] {
    if isFull {
      let merged = Plan(merging: plans.map { ($0.title, $0.plan) }, name: CompiledTitles.all)
      return PlanDocument(merged).bytes(as: spelling)
    }
    let parts = plans.map { PlanListDocument.Part(path: Placed($0.path), prefix: "\($0.title)/") }
    return PlanListDocument(name: CompiledTitles.all, baseline: nil, budget: nil, parts: parts).bytes(as: spelling)
  }

  /// Whether a file called `name` with these bytes is one that a compilation wrote into the folder of a plan, for
  /// whatever variant.
  static func isCompiled(_ name: String, _ bytes: [UInt8], as spelling: PlanSpelling) -> Bool {
    let stem = String(name.dropLast(spelling.suffix.utf8.count))
    switch PlanFileKind(ofFileBeginningWith: bytes) {
    case .stages: return stem == ReplacedStages.stem || ReplacedStages.isName(name, suffix: spelling.suffix)
    case .variant, .plan:
      var log = DiagnosticLog()
      // A file that cannot be read is left alone.
      return PlanFile(reading: SourceFile(name: name, bytes: bytes), log: &log)?.onlyVariant
        .map { FileNames.isName(stem, of: $0) } ?? false
    case .list, nil: return false
    }
  }
}

extension PlanFile {
  /// The name of the variant that the file is about, if it is about one.
  fileprivate var onlyVariant: String? {
    switch self {
    case .plan(let document): document.variants.count == 1 ? document.variants[0].name.value : nil
    case .variant(let document): document.variant.name.value
    case .stages, .list: nil
    }
  }
}
