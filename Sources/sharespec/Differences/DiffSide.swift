import Diagnostics
import Files
import Inputs
import Planning
import Reporting

/// One side of `sharespec diff`: a specification, a saved plan, a folder of specifications, or one of these in a
/// revision.
struct DiffSide {
  /// The side as the user wrote it.
  let label: String

  private let access: SourceAccess
  private let path: String

  /// Whether the side is a folder.
  let isFolder: Bool

  /// The paths of the files, by what they are called in a comparison: their names in a folder, or nothing.
  let files: [(name: String, path: String)]

  /// The paths of the files on the disk that the side consists of; none for a revision.
  var diskPaths: [String] { access.isDisk ? files.map(\.path) : [] }

  /// A line of help for a folder without specifications: if it has plans, one of them can be compared.
  let help: String

  /// The side that `text` names.
  init(_ text: String) throws(FileFailure) {
    label = text
    let revision = GitRevision.parse(text)
    access = revision.map { .revision($0.revision) } ?? .disk
    let path = revision?.path ?? text
    self.path = path
    let names: [String]?
    if let revision {
      names = try revision.revision.names(in: path)
    } else {
      names = try Self.names(inFolder: path)
    }
    isFolder = names != nil
    let plan = names?.filter { $0.hasSuffix(".json") }.min()
    help = plan.map { "   = help: name a plan in it, such as '\(text)/\($0)'\n" } ?? ""
    files =
      names.map { names in
        names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { ($0, "\(path)/\($0)") }
      } ?? [("", path)]
  }

  /// The names of what is in the folder at `path`; `nil` if this is a file, or nothing, which reading it then reports.
  private static func names(inFolder path: String) throws(FileFailure) -> [String]? {
    do throws(FileFailure) { return try LocalFileSystem().names(in: path) } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// The plan of the file at `path`, what is wrong with it in `log`; `nil` if anything is.
  func plan(of file: (name: String, path: String), _ options: SourceOptions, log: inout DiagnosticLog) -> ComparedPlan?
  {
    var pipeline = Pipeline()
    let planned = pipeline.plan(options.source(file.path, from: access), for: .planning)
    // That data is missing is no news to somebody who compares.
    for finding in pipeline.log.diagnostics where finding.severity != .note { log.record(finding) }
    return planned.map { planned in
      ComparedPlan(
        planned.plan, from: planned.source, sizes: planned.sizes,
        label: isFolder ? "\(label)/\(file.name)" : label)
    }
  }
}
