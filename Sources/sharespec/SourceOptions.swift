import ArgumentParser
import Diagnostics
import Files
import Glibc
import Inputs
import Store
import Text

/// The options of commands that read a specification.
struct SourceOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Set the value at a path, as in training.epochs=3; variants.NAME.PATH sets it in one variant. May be repeated.",
      valueName: "path=value"))
  var overrides: [String] = []

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "Where files are looked up that are not beside the one that names them. Default: $SHARESPEC_DATA, else data.",
      valueName: "dir"))
  var dataRoot: String?

  /// The source that the options and `path` describe, read from `access`.
  func source(
    _ path: String, from access: SourceAccess = .disk, lookingAtData looksAtData: Bool = false
  ) -> Pipeline.Source {
    Pipeline.Source(
      path: path, access: access, overrides: overrides, dataRoot: dataRoot ?? Self.usualDataRoot,
      cache: Self.cachePath.map { InputCache(at: $0, of: Self.program) }, looksAtData: looksAtData)
  }

  /// What tells this build of the program from others: its version and its file.
  private static var program: String {
    "\(Release.version) \(LocalFileSystem().stamp(of: "/proc/self/exe")?.text ?? "")"
  }

  /// The directory that caches facts about data files; `nil` without a home directory.
  private static var cachePath: String? {
    func variable(_ name: String) -> String? {
      getenv(name).flatMap { String(validatingCString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let path = variable("SHARESPEC_CACHE") { return path }
    // By the XDG Base Directory Specification, relative paths are ignored.
    let root =
      variable("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? variable("HOME").map { "\($0)/.cache" }
    return root.map { "\($0)/sharespec" }
  }

  /// Where files are looked up unless the command line says otherwise.
  static var usualDataRoot: String {
    let variable = getenv("SHARESPEC_DATA").map { String(cString: $0) } ?? ""
    return variable.isEmpty ? "data" : variable
  }
}

/// The option of commands that look at data before anything runs.
struct DataOptions: ParsableArguments {
  @Flag(name: .customLong("no-data"), help: "Skip the check of data files.")
  var skipsData = false
}

/// Shows what a phase found, on standard error.
func show(_ log: DiagnosticLog) {
  let isTerminal = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
  drawOnStandardError(TextRenderer(usesColour: isTerminal).render(log.sorted))
}

/// Shows what the system refused, and what can be done about it, on standard error.
func show(_ failure: FileFailure) {
  writeToStandardError("error: \(failure)\n")
  if let help = failure.help { writeToStandardError("   = help: \(help)\n") }
}

/// Writes `text` to standard error at once, with what a terminal must not be given by numbers.
func writeToStandardError(_ text: String) { drawOnStandardError(text.linesForTerminals) }

/// Writes `text`, which may have a terminal's own escapes, to standard error; there is nobody to tell where that fails.
func drawOnStandardError(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

/// Writes `text` and a line break to standard output, with what a terminal must not be given by numbers.
func writeResult(_ text: String) throws { try writeOutput(text.linesForTerminals) }

/// Writes a document and a line break to standard output: as it is, except to a terminal.
func writeDocument(_ text: String) throws {
  try writeOutput(isatty(STDOUT_FILENO) == 1 ? text.linesForTerminals : text)
}

/// A result that cannot be written is a failure of the command.
private func writeOutput(_ text: String) throws {
  if writeAll(text + "\n", to: STDOUT_FILENO) { return }
  writeToStandardError("error: cannot write to standard output: \(String(cString: strerror(errno)))\n")
  throw ExitCode(1)
}

/// Whether all of `text` could be written.
func writeAll(_ text: String, to descriptor: Int32) -> Bool { writeAll(Array(text.utf8), to: descriptor) }
