import ArgumentParser
import Files
import Planning

/// How a run is watched.
struct WatchingOptions: ParsableArguments {
  @Flag(help: "Show progress line by line, as where there is no terminal.")
  var plain = false

  @Option(
    help: ArgumentHelp("Add the log to this file, which is made if it is not there.", valueName: "file"),
    completion: .file())
  var log: String?

  @Option(help: "How the log is written. Without --log, json goes to standard error in place of what people see there.")
  var logFormat = TextOrJSON.text

  @Option(
    help: ArgumentHelp(
      "Write the curves of training (loss, development scores, learning rate) for TensorBoard into this directory.",
      valueName: "dir"), completion: .directory)
  var tensorboard: String?

  func validate() throws {
    if log?.isEmpty == true { throw ValidationError("--log takes the path of a file.") }
    if tensorboard?.isEmpty == true { throw ValidationError("--tensorboard takes the path of a directory.") }
  }

  /// What the run says, and to whom.
  func voice() throws(FileFailure) -> RunVoice { try RunVoice(log: logFormat, path: log, isPlain: plain) }

  /// The curves of the stages of `plan`, if they are asked for.
  func curves(of plan: Plan) throws(FileFailure) -> CurveFiles? {
    guard let tensorboard else { return nil }
    return try CurveFiles(of: plan, in: tensorboard)
  }
}
