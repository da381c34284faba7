import Diagnostics
import ExperimentSpec
import Files
import PlanFormat
import Planning

/// A saved plan, with the files that it refers to.
struct PlanReading {
  /// Where the files are read from.
  let access: SourceAccess

  private(set) var log = DiagnosticLog()

  /// The stages that have been read, by the path of their file.
  private var stages: [String: [StagesIndex]] = [:]

  init(from access: SourceAccess) { self.access = access }

  /// What the files of a plan hold together.
  struct Result {
    let name: String

    /// Documents that make up the plan, in which its variants have their names.
    var documents: [PlanDocument]

    /// Whether stages have the names that the file gives them, and not digits alone.
    let hasStageNames: Bool

    /// What running the plan may cost, as the file itself says.
    let budget: Budget?

    /// A document with the files of all documents and nothing else.
    var files: PlanDocument {
      var known: Set<Digest> = []
      return PlanDocument(ofFiles: documents.flatMap(\.files).filter { known.insert($0.digest).inserted })
    }

    /// The plan, whose files are where `located` has them; `nil`, with the reasons in `log`, if there is none.
    func plan(files located: PlanDocument, log: inout DiagnosticLog) -> Plan? {
      let found = Dictionary(located.files.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
      var plans: [Plan] = []
      for var document in documents {
        document.files = document.files.map { found[$0.digest] ?? $0 }
        guard let plan = Plan(document, log: &log) else { return nil }
        plans.append(plan)
      }
      let plan = plans.count == 1 ? plans[0] : Plan(merging: plans, name: name)
      return hasStageNames ? plan : plan.labelledByName
    }
  }

  /// Variants whose stages stand in one file.
  private struct Family {
    let stagesPath: String
    let place: SourceRange?
    var variants: [VariantDocument]
  }

  /// The plan in `file` and those that it refers to; `nil`, with the reasons in the log, if there is none.
  mutating func read(_ file: SourceFile, at path: String) -> Result? {
    guard let content = PlanFile(reading: file, log: &log) else { return nil }
    switch content {
    case .stages:
      log.record(.stagesAlone(path))
      return nil
    case .plan(let document):
      return Result(
        name: document.name, documents: [document], hasStageNames: true, budget: document.budget)
    case .variant(let variant):
      guard let document = document(of: family(of: variant, at: path)) else { return nil }
      return Result(
        name: document.name, documents: [document], hasStageNames: false, budget: variant.budget)
    case .list(let list):
      var families: [Family] = []
      var documents: [PlanDocument] = []
      collect(list, at: path, prefix: "", depth: 0, &families, &documents)
      for family in families {
        if let document = document(of: family) { documents.append(document) }
      }
      if log.hasErrors { return nil }
      if documents.count == 1 { (documents[0].name, documents[0].baseline) = (list.name, list.baseline) }
      return Result(name: list.name, documents: documents, hasStageNames: false, budget: list.budget)
    }
  }

  /// Reads what `list` refers to.
  private mutating func collect(
    _ list: PlanListDocument, at path: String, prefix: String, depth: Int, _ families: inout [Family],
    _ documents: inout [PlanDocument]
  ) {
    for part in list.parts {
      let prefix = prefix + part.prefix
      guard let (partPath, content) = read(part.path, besides: path) else { continue }
      switch content {
      case .plan(let document): documents.append(document.renamed(prefix))
      case .variant(let variant):
        let family = family(of: variant.renamed(prefix), at: partPath)
        if let place = families.lastIndex(where: { $0.stagesPath == family.stagesPath }) {
          families[place].variants += family.variants
        } else {
          families.append(family)
        }
      case .list(let inner) where depth == 0:
        collect(inner, at: partPath, prefix: prefix, depth: depth + 1, &families, &documents)
      case .list, .stages:
        log.record(.otherPart(part.path.value, expected: "a plan or a variant", at: part.path.range))
      }
    }
  }

  private func family(of variant: VariantDocument, at path: String) -> Family {
    Family(
      stagesPath: Self.path(variant.stages.value, besides: path), place: variant.stages.range, variants: [variant])
  }

  /// The plan of `family`.
  private mutating func document(of family: Family) -> PlanDocument? {
    guard let first = family.variants.first, Self.isBelow(first.stages.value) else {
      log.record(.missingPart(family.stagesPath, "the path must lead into the plan's folder", at: family.place))
      return nil
    }
    guard let stages = stages(at: family.stagesPath, namedAt: family.place) else { return nil }
    return PlanDocument(family.variants, stagesIn: stages, at: family.stagesPath, log: &log)
  }

  /// The stages in the file at `path` and, where a compilation was stopped, in those that it was to replace.
  private mutating func stages(at path: String, namedAt place: SourceRange?) -> [StagesIndex]? {
    if let known = stages[path] { return known }
    let replaced = access.isDisk ? ReplacedStages.paths(besides: path) : []
    var found: [StagesIndex] = []
    for path in [path] + replaced {
      do throws(FileFailure) {
        let file = try access.file(path)
        guard let content = PlanFile(reading: file, log: &log) else { return nil }
        guard case .stages(let document) = content else {
          log.record(.otherPart(path, expected: "stages", at: place))
          return nil
        }
        found.append(StagesIndex(document))
      } catch {
        if error.isAbsence, !replaced.isEmpty { continue }
        log.record(.missingPart(path, error.description, at: place))
        return nil
      }
    }
    stages[path] = found
    return found
  }

  /// What is at `path`, as seen from the file at `other`.
  private mutating func read(_ path: Placed<String>, besides other: String) -> (path: String, content: PlanFile)? {
    guard Self.isBelow(path.value) else {
      log.record(.missingPart(path.value, "the path must lead into the plan's folder", at: path.range))
      return nil
    }
    let whole = Self.path(path.value, besides: other)
    do throws(FileFailure) {
      return PlanFile(reading: try access.file(whole), log: &log).map { (whole, $0) }
    } catch {
      log.record(.missingPart(path.value, error.description, at: path.range))
      return nil
    }
  }

  /// Whether `path` leads to somewhere below the folder that it is seen from.
  private static func isBelow(_ path: String) -> Bool {
    !path.isEmpty
      && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
  }

  private static func path(_ path: String, besides other: String) -> String {
    other.contains("/") ? "\(parent(of: other) == "/" ? "" : parent(of: other))/\(path)" : path
  }
}
