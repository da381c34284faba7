import Files
import Parallel
import PlanFormat
import Planning

/// The directory that plans are compiled to, whose files are written or compared with what they would be.
///
/// A file is written only where it has other content, and put in place at once. The stages of a plan come first, then
/// the variants that refer to them, then the list of all variants; what is not wanted any more goes last. Wherever a
/// compilation is stopped, each file is the old one or the new one, and has its stages.
struct CompiledOutput {
  let directory: String
  let spelling: PlanSpelling

  /// How many files are made at a time.
  let jobs: Int

  /// Whether nothing is written.
  let isComparing: Bool

  /// What became of the files.
  private(set) var tally = Tally()

  private let files = LocalFileSystem()

  init(in directory: String, as spelling: PlanSpelling, jobs: Int, isComparing: Bool) {
    self.directory = directory
    self.spelling = spelling
    self.jobs = jobs
    self.isComparing = isComparing
  }

  /// Numbers of files, and which were not as they should be.
  struct Tally: Sendable {
    var unchanged = 0

    /// The paths of files that are written, or would be.
    var changed: [String] = []

    /// Those of them that are not there yet.
    var missing: Set<String> = []

    /// The paths of files that are removed, or would be.
    var removed: [String] = []

    /// The number of files that there should be.
    var total: Int { unchanged + changed.count }

    mutating func add(_ other: Tally) {
      unchanged += other.unchanged
      changed += other.changed
      missing.formUnion(other.missing)
      removed += other.removed
    }
  }

  /// Writes the files of `plan`.
  mutating func write(_ plan: CompiledPlan) throws(FileFailure) {
    let folder = "\(directory)/\(plan.title)"
    let wanted = Set((0..<plan.variantCount).map(plan.fileName))
    let stages = plan.stages(jobs: jobs)
    if plan.variantCount > 0, !isComparing {
      if files.isLink(folder) { throw FileFailure(.write, folder, .link(folder)) }
      try files.makeDirectories(folder)
      try FileBatch.removeLeftovers(in: folder)
    }
    if let stages { try writeStages(stages, to: "\(folder)/\(plan.stagesName)") }
    try writeVariants(of: plan, in: folder)
    try write(plan.whole, to: "\(directory)/\(plan.path)")
    try removeOthers(in: folder, than: stages == nil ? wanted : wanted.union([plan.stagesName]))
  }

  /// Writes the plan of everything, whose bytes these are.
  mutating func writeAll(_ bytes: [UInt8]) throws(FileFailure) {
    try write(bytes, to: "\(directory)/\(CompiledTitles.all)\(spelling.suffix)")
  }

  private mutating func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    if try note(bytes, at: path, in: &tally), !isComparing { try files.put(bytes, at: path, below: directory) }
  }

  /// Writes the stages; those before stay until the variants that may need them are written.
  private mutating func writeStages(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    guard try note(bytes, at: path, in: &tally), !isComparing else { return }
    if let old = try files.contentsIfThere(path, upTo: .plan) {
      let name = ReplacedStages.name(Digest(of: old).short, suffix: spelling.suffix)
      try files.rename(path, to: "\(parent(of: path))/\(name)")
    }
    try files.put(bytes, at: path, below: directory)
  }

  /// Writes the files of all variants, several at a time.
  private mutating func writeVariants(of plan: CompiledPlan, in folder: String) throws(FileFailure) {
    guard plan.variantCount > 0 else { return }
    let batch = isComparing ? nil : try FileBatch(in: folder)
    let output = self
    let length = max(1, (plan.variantCount + 8 * jobs - 1) / (8 * jobs))
    let ranges = stride(from: 0, to: plan.variantCount, by: length).map { $0..<min($0 + length, plan.variantCount) }
    let outcomes = ranges.concurrentMap(threads: jobs) { range in
      Result { () throws(FileFailure) in try output.writeVariants(range, of: plan, in: folder, by: batch) }
    }
    do throws(FileFailure) {
      for outcome in outcomes { tally.add(try outcome.get()) }
      try batch?.finish()
    } catch {
      batch?.discard()
      throw error
    }
  }

  private func writeVariants(
    _ range: Range<Int>, of plan: CompiledPlan, in folder: String, by batch: FileBatch?
  ) throws(FileFailure) -> Tally {
    var tally = Tally()
    var texts = MaskTexts()
    for index in range {
      let (name, bytes) = (plan.fileName(index), plan.variant(index, &texts))
      if try note(bytes, at: "\(folder)/\(name)", in: &tally) { try batch?.add(bytes, as: name) }
    }
    return tally
  }

  /// Notes whether the file at `path` has other content than `bytes`; gives that.
  private func note(_ bytes: [UInt8], at path: String, in tally: inout Tally) throws(FileFailure) -> Bool {
    let there = try files.contentsIfThere(path, upTo: .plan)
    if there == bytes {
      tally.unchanged += 1
      return false
    }
    tally.changed.append(path)
    if there == nil { tally.missing.insert(path) }
    return true
  }

  /// Removes from `folder` what earlier compilations wrote for variants that are gone, and nothing else.
  private mutating func removeOthers(in folder: String, than wanted: Set<String>) throws(FileFailure) {
    for name in try files.namesIfThere(in: folder) where name.hasSuffix(spelling.suffix) && !wanted.contains(name) {
      let path = "\(folder)/\(name)"
      guard CompiledPlan.isCompiled(name, try files.contents(of: path, upTo: .plan), as: spelling) else { continue }
      // Stages that were replaced are known to nobody.
      if !ReplacedStages.isName(name, suffix: spelling.suffix) { tally.removed.append(path) }
      if !isComparing { try files.remove(path) }
    }
  }
}
