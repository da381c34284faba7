import ArgumentParser
import Execution
import Exporting
import Files
import Glibc

/// How what a command has to say is written: for people or for programs.
enum TextOrJSON: String, ExpressibleByArgument, CaseIterable { case text, json }

/// Writes `text` where the option `--output` says: to standard output for `-`, else to the file at `path`, which must not
/// be the file at `input` that the text was made from.
func writeOutput(_ text: String, to path: String, madeFrom input: String) throws {
  if path == "-" { return try writeResult(text.hasSuffix("\n") ? String(text.dropLast()) : text) }
  try writeOutput(Array(text.utf8), to: path, madeFrom: [input])
}

/// Writes `bytes` where the option `--output` says: to standard output for `-`, else to the file at `path`, which must be
/// none of the files at `inputs` that they were made from.
func writeOutput(_ bytes: [UInt8], to path: String, madeFrom inputs: [String]) throws {
  guard path != "-" else {
    guard writeAll(bytes, to: STDOUT_FILENO) else { throw outputFailure("write to", "standard output") }
    return
  }
  try refuseInputs(inputs, as: path)
  try writeFile(bytes, to: path)
}

/// Ends the command if the file at `path` is one of those at `inputs`, by whatever name: better before the work is done.
func refuseInputs(_ inputs: [String], as path: String) throws {
  var target = stat()
  guard path != "-", stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { return }
  for input in inputs {
    var source = stat()
    guard stat(input, &source) == 0, source.st_dev == target.st_dev, source.st_ino == target.st_ino else { continue }
    writeToStandardError("error: '\(path)' is the file that was read, which is not written over\n")
    throw ExitCode(1)
  }
}

/// Puts `text` into the file at `path`, as `writeFile(_:to:)` does with its bytes.
func writeFile(_ text: String, to path: String) throws { try writeFile(Array(text.utf8), to: path) }

/// Puts `bytes` into the file at `path`: a regular file is replaced at once or not at all, where a link leads; into
/// anything else, such as a pipe or a device, they are written. A failure ends the command with a message.
func writeFile(_ bytes: [UInt8], to path: String) throws {
  var status = stat()
  if stat(path, &status) == 0 {
    guard status.st_mode & S_IFMT == S_IFREG else { return try writeInto(bytes, path) }
    do throws(FileFailure) { return try replaceContent(of: path, with: bytes) } catch {
      writeToStandardError("error: \(error)\n")
      throw ExitCode(1)
    }
  }
  let temporary = "\(path).\(getpid()).part"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw outputFailure("write", path) }
  guard writeAll(bytes, to: descriptor) else {
    let failure = outputFailure("write", path)
    close(descriptor)
    unlink(temporary)
    throw failure
  }
  guard close(descriptor) == 0, rename(temporary, path) == 0 else {
    let failure = outputFailure("write", path)
    unlink(temporary)
    throw failure
  }
}

/// Writes `bytes` into what is at `path`.
private func writeInto(_ bytes: [UInt8], _ path: String) throws {
  let descriptor = open(path, O_WRONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw outputFailure("write", path) }
  let isWritten = writeAll(bytes, to: descriptor)
  let failure = isWritten ? nil : outputFailure("write", path)
  guard close(descriptor) == 0, failure == nil else { throw failure ?? outputFailure("write", path) }
}

/// Makes the directory at `path` and those above it, as far as they are not there.
func makeDirectories(_ path: String) throws {
  if path.isEmpty || access(path, F_OK) == 0 { return }
  if let slash = path.lastIndex(of: "/") { try makeDirectories(String(path[..<slash])) }
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw outputFailure("make the directory", path) }
}

/// Says what the system refused last; gives the code to end with.
private func outputFailure(_ action: String, _ path: String) -> ExitCode {
  writeToStandardError("error: cannot \(action) '\(path)': \(String(cString: strerror(errno)))\n")
  return ExitCode(1)
}

/// Writes the files of an export into `directory`, which is made; scripts can be called.
func write(_ files: [ExportedFile], into directory: String) throws {
  for file in files {
    let path = "\(directory)/\(file.path)"
    if let slash = path.lastIndex(of: "/") { try makeDirectories(String(path[..<slash])) }
    try writeFile(file.text, to: path)
    if path.hasSuffix(".sh") { chmod(path, 0o755) }
  }
}
