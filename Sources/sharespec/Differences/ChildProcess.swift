import Execution
import Glibc

/// Other programs, run to their end.
enum ChildProcess {
  /// Runs `program`, found on the path, with `arguments` and without input; gives its exit status and what it printed.
  static func run(
    _ program: String, _ arguments: [String]
  ) throws(FileFailure) -> (status: Int32, output: [UInt8], errors: [UInt8]) {
    // Files, unlike two pipes, hold any amount of output without being read at the same time.
    let (output, errors) = (try temporaryFile(), try temporaryFile())
    defer {
      close(output)
      close(errors)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier = pid_t()
    let code = posix_spawnp(&identifier, program, &actions, nil, &words, environ)
    guard code == 0 else { throw FileFailure("run", program, code: code, reason: String(cString: strerror(code))) }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    // An exit status stands in the second byte; a signal in the first.
    return (status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F, contents(of: output), contents(of: errors))
  }

  /// A file without a name, for writing and reading.
  private static func temporaryFile() throws(FileFailure) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/sharespec-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
      throw FileFailure("create", folder, code: errno, reason: String(cString: strerror(errno)))
    }
    unlink(&template)
    return descriptor
  }

  private static func contents(of descriptor: Int32) -> [UInt8] {
    lseek(descriptor, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
