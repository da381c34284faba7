import ArgumentParser
import Diagnostics
import Execution
import Glibc
import Planning

/// `sharespec graph`: a plan as a drawing.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the stages of a specification or a saved plan.",
    discussion: """
      dot is the language of Graphviz, mermaid that of diagrams in Markdown; svg is drawn by Graphviz, whose command \
      'dot' must be installed. Data need not be at hand.

      EXAMPLES
        sharespec graph experiment.yaml --format mermaid
        sharespec graph experiment.yaml --format dot | dot -Tpdf > plan.pdf
        sharespec graph plan.json --format svg -o plan.svg
      """)

  /// The language of the drawing.
  enum Format: String, ExpressibleByArgument, CaseIterable { case dot, mermaid, svg }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions

  @Option(help: "What the drawing is written as.")
  var format = Format.dot

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write to. Default: standard output.", valueName: "file"), completion: .file())
  var output: String?

  func run() throws {
    var pipeline = Pipeline()
    let planned = pipeline.plan(options.source(file), for: .planning)
    show(pipeline.log)
    guard let planned else { throw ExitCode(1) }
    let graph = PlanGraphText(planned.plan)
    let text =
      switch format {
      case .dot: graph.dot
      case .mermaid: graph.mermaid
      case .svg: try Graphviz.svg(of: graph.dot)
      }
    if let output { try writeFile(text, to: output) } else { try writeResult(String(text.dropLast())) }
  }
}

/// The program that draws graphs.
private enum Graphviz {
  /// The drawing of a graph in the language `dot`.
  static func svg(of dot: String) throws -> String {
    let folder = "/tmp/sharespec-\(getpid())"
    try makeDirectories(folder)
    let (source, target) = ("\(folder)/graph.dot", "\(folder)/graph.svg")
    defer {
      unlink(source)
      unlink(target)
      rmdir(folder)
    }
    try writeFile(dot, to: source)
    let status = try run(["dot", "-Tsvg", "-o", target, source])
    guard status == 0, let drawing = contents(of: target) else {
      writeToStandardError("error: Graphviz could not draw the plan (status \(status))\n")
      throw ExitCode(1)
    }
    return drawing
  }

  /// Runs a program that is found on the path; gives its exit status.
  private static func run(_ words: [String]) throws -> Int32 {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var process = pid_t()
    guard posix_spawnp(&process, words[0], nil, nil, arguments, environ) == 0 else {
      writeToStandardError(
        "error: drawing needs Graphviz, whose command 'dot' was not found\n"
          + "   = help: install it ('apt-get install graphviz', 'brew install graphviz'), or use --format dot or mermaid\n"
      )
      throw ExitCode(1)
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : status & 0x7F
  }

  private static func contents(of path: String) -> String? {
    guard let stream = fopen(path, "r") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
