import ArgumentParser
import Glibc

/// Puts `text` into the file at `path` in the place of whatever is there, at once or not at all; a failure ends the
/// command with a message.
func writeFile(_ text: String, to path: String) throws {
  let temporary = "\(path).\(getpid()).part"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw outputFailure("write", path) }
  guard writeAll(text, to: descriptor) else {
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
