import ArgumentParser
import Diagnostics
import ExperimentSpec
import Files
import Reporting
import SpecSyntax

/// `sharespec fmt`: specifications in their canonical spelling.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Format specifications: canonical order of keys, indentation and blanks, with all comments.",
    discussion: """
      Each file is rewritten in place if that changes it, and its name printed. '-' stands for standard input, which is \
      formatted to standard output. What a file means never changes; a file that is not readable YAML is left as it is, \
      and mistakes in what it says are no obstacle.

      Exits with 0 if every file is formatted, with 1 if one could not be read or, with --check or --diff, would change.

      EXAMPLES
        sharespec fmt experiment.yaml
        sharespec fmt --check specs/*.yaml
        sharespec fmt --diff experiment.yaml
        sharespec fmt - < experiment.yaml
      """)

  @Argument(
    help: ArgumentHelp("The specifications; '-' for standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Flag(help: "Change nothing; print the names of the files that would change.")
  var check = false

  @Flag(help: "Change nothing; print what would change.")
  var diff = false

  func run() throws {
    var failed = false
    for file in files where !(try take(file)) { failed = true }
    if failed { throw ExitCode(1) }
  }

  /// Does with the file at `path` what was asked for; returns whether nothing is left to be done about it.
  private func take(_ path: String) throws -> Bool {
    let isStandardInput = path == "-"
    guard let source = read(isStandardInput ? nil : path), let formatted = formattedText(of: source) else {
      return false
    }
    let isChanged = Array(formatted.utf8) != source.bytes
    if check || diff {
      if isChanged { try writeDocument(diff ? difference(of: formatted, from: source) : source.name) }
      return !isChanged
    }
    if isStandardInput {
      try writeDocument(String(formatted.dropLast()))
      return true
    }
    guard isChanged else { return true }
    do throws(FileFailure) {
      try LocalFileSystem().put(Array(formatted.utf8), at: path)
    } catch {
      writeToStandardError("error: \(error)\n")
      return false
    }
    try writeResult("formatted \(path)")
    return true
  }

  /// The file at `path`, or standard input; `nil`, with the reason shown, if it cannot be read.
  private func read(_ path: String?) -> SourceFile? {
    do throws(FileFailure) {
      guard let path else {
        let bytes = try beginningOfStandardInput(SpecDocument.largestFile + 1)
        return SourceFile(name: "<standard input>", bytes: bytes, isFile: false)
      }
      return SourceFile(name: path, bytes: try LocalFileSystem().beginning(of: path, SpecDocument.largestFile + 1))
    } catch {
      writeToStandardError("error: \(error)\n")
      return nil
    }
  }

  /// The canonical text of `source`; `nil`, with the reasons shown, if there is none.
  private func formattedText(of source: SourceFile) -> String? {
    var log = DiagnosticLog()
    let document = SpecDocument(source, log: &log)
    show(log)
    guard let document else { return nil }
    do throws(FormattingFailure) {
      return try FormattedSpecification(document, keyOrder: KeyOrder.specification.keys(at:)).text
    } catch {
      writeToStandardError("error: \(source.name): \(error)\n")
      return nil
    }
  }

  /// What would change in `source`, as `diff -u` shows it.
  private func difference(of formatted: String, from source: SourceFile) -> String {
    LineDifference(from: source.bytes, to: Array(formatted.utf8)).text(name: source.name)
  }
}
