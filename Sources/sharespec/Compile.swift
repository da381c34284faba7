import ArgumentParser
import Diagnostics
import Files
import Glibc
import Inputs
import PlanFormat
import Planning
import Reporting
import Store
import Synchronization
import Text

/// `sharespec compile`: many specifications at once, to plans on disk.
struct Compile: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compile specifications to plans: one of each file, one of each variant, and one of everything.",
    discussion: """
      Into the directory go all.json, the plan of everything, in which equal stages of different files are one, and \
      for each file FILE.json and, under FILE/, a plan of each variant; plans of variants that are no more are removed \
      from there. All files are compiled whatever is wrong with others. Data need not be at hand.

      Exits with 0 if every file could be compiled, else with 1.

      EXAMPLES
        sharespec compile specs/*.yaml -o plans
        sharespec compile specs/*.yaml -o plans --format text --jobs 4
        sharespec compile experiment.yaml -o plans --set training.epochs=3
      """)

  /// The form of the plans.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, text

    var suffix: String {
      switch self {
      case .json: ".json"
      case .text: ".plan"
      }
    }
  }

  @Argument(
    help: ArgumentHelp("The specifications.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @OptionGroup var options: SourceOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The directory to write to.", valueName: "dir"), completion: .directory)
  var output: String

  @Option(help: ArgumentHelp("How many files are compiled at a time. Default: the number of cores.", valueName: "n"))
  var jobs: Int?

  @Option(help: "The form of the plans.")
  var format = Format.json

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    if output.isEmpty { throw ValidationError("--output takes the path of a directory.") }
    if files.isEmpty { throw ValidationError("There is nothing to compile.") }
  }

  func run() async throws {
    try makeDirectories(output)
    let titles = titles(of: files)
    let results = await compileAll()
    var findings = DiagnosticLog()
    // That data is not at hand is told once and not file by file.
    for finding in results.flatMap(\.log.diagnostics) where finding.severity != .note { findings.record(finding) }
    show(findings)
    var plans: [(prefix: String, plan: Plan)] = []
    for (title, result) in zip(titles, results) {
      guard let plan = result.plan else { continue }
      plans.append((title, plan))
      try write(plan, as: title)
    }
    let merged = Plan(merging: plans, name: "all")
    try writeFile(text(of: merged), to: "\(output)/all\(format.suffix)")
    let failed = files.count - plans.count
    try writeResult(
      "\(plans.count) of \(counted(files.count, "file")) compiled: \(counted(merged.variants.count, "variant")), "
        + "\(counted(merged.stageIDs.count, "stage")), "
        + "\(plans.reduce(0) { $0 + $1.plan.stageIDs.count } - merged.stageIDs.count) more shared between files")
    if failed > 0 { throw ExitCode(1) }
  }

  /// What a file came to.
  private struct Result {
    let log: DiagnosticLog
    let plan: Plan?
  }

  /// The results of all files, in their order.
  private func compileAll() async -> [Result] {
    let sources = files.map { options.source($0) }
    let width = min(sources.count, jobs ?? Machine.coreCount)
    let progress = CompileProgress(total: sources.count)
    return await withTaskGroup(of: (Int, Result).self) { group in
      var results = [Result?](repeating: nil, count: sources.count)
      var next = 0
      func addNext() {
        guard next < sources.count else { return }
        let (index, source) = (next, sources[next])
        next += 1
        group.addTask {
          var pipeline = Pipeline()
          let plan = pipeline.plan(source, for: .planning)?.plan
          progress.finish(source.path)
          return (index, Result(log: pipeline.log, plan: plan))
        }
      }
      for _ in 0..<width { addNext() }
      while let (index, result) = await group.next() {
        results[index] = result
        addNext()
      }
      progress.end()
      return results.compactMap(\.self)
    }
  }

  private func write(_ plan: Plan, as title: String) throws {
    let path = "\(output)/\(title)"
    if let slash = path.lastIndex(of: "/") { try makeDirectories(String(path[..<slash])) }
    try writeFile(text(of: plan), to: path + format.suffix)
    guard plan.variants.count > 1 else { return }
    try makeDirectories(path)
    for variant in plan.variants {
      try writeFile(
        text(of: plan.restricted(to: [variant.name])), to: "\(path)/\(fileName(variant.name))\(format.suffix)")
    }
    try removePlans(in: path, exceptOf: plan.variants.map(\.name))
  }

  /// Removes plans of variants that are no more, which an earlier compilation left in `directory`; nothing else.
  private func removePlans(in directory: String, exceptOf variants: [String]) throws {
    let written = Set(variants.map { fileName($0) + format.suffix })
    let files = LocalFileSystem()
    do throws(FileFailure) {
      for name in try files.names(in: directory) where name.hasSuffix(format.suffix) && !written.contains(name) {
        let path = "\(directory)/\(name)"
        let start = try files.contents(of: path).prefix(64)
        guard String(decoding: start, as: UTF8.self).contains(PlanDocument.format) else { continue }
        try files.remove(path)
        writeToStandardError("note: removed '\(path)', the plan of a variant that is no more\n")
      }
    } catch {
      writeToStandardError("error: \(error)\n")
      throw ExitCode(1)
    }
  }

  private func text(of plan: Plan) -> String {
    let document = PlanDocument(plan)
    switch format {
    case .json: return document.json
    case .text: return document.text
    }
  }
}

/// A name for what each of `files` is compiled to: the file's own name, or its whole path where names would be equal.
private func titles(of files: [String]) -> [String] {
  let stems = files.map { path -> String in
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return fileName(name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name)
  }
  let counts = Dictionary(stems.map { ($0, 1) }, uniquingKeysWith: +)
  return zip(files, stems).map { file, stem in counts[stem] == 1 && stem != "all" ? stem : fileName(file) }
}

/// `name` as a file's name: what file systems or shells could take amiss is written as `%` and two digits.
private func fileName(_ name: String) -> String {
  var result = ""
  for (index, byte) in name.utf8.enumerated() {
    let isPlain =
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_+-=,".utf8.contains(byte) || byte == UInt8(ascii: ".") && index > 0
      }
    let digits = String(byte, radix: 16, uppercase: true)
    result += isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
  }
  return result
}

/// Shows on a terminal how many files are done.
private final class CompileProgress: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(total: Int) { self.total = total }

  func finish(_ path: String) {
    done.withLock { done in
      done += 1
      if isTerminal { writeToStandardError("\r\u{1B}[K[\(done)/\(total)] \(path)") }
    }
  }

  func end() { if isTerminal { writeToStandardError("\r\u{1B}[K") } }
}
