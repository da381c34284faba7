import Files
import Glibc

/// Other programs, run to their end.
enum ChildProcess {
  /// What a program came to.
  struct Outcome {
    /// The exit status; 128 and the signal's number for a program that a signal ended, as in shells.
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]
  }

  /// The most seconds that a program is waited for.
  private static let longest = 60

  /// Runs `program`, found on the path, with `arguments` and `input`; of what it writes, up to `limit` bytes are read.
  /// Its environment is that of this process with `variables`.
  /// Throws: if it cannot be run, or does not end in a minute; then it is stopped.
  static func run(
    _ program: String, _ arguments: [String], input: String = "", upTo limit: Int = SizeLimit.plan.bytes,
    with variables: [String: String] = [:]
  ) throws(FileFailure) -> Outcome {
    // Files, unlike pipes, hold any amount without being read and written at the same time.
    let (source, output, errors) = (try temporaryFile(), try temporaryFile(), try temporaryFile())
    defer {
      close(source)
      close(output)
      close(errors)
    }
    guard writeAll(input, to: source), lseek(source, 0, SEEK_SET) == 0 else {
      throw FileFailure(.write, "the input of \(program)", code: errno)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, source, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let added = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for variable in added { free(variable) } }
    var environment = Self.environment(without: variables.keys) + added + [nil]
    var identifier = pid_t()
    let code = posix_spawnp(&identifier, program, &actions, nil, &words, &environment)
    guard code == 0 else { throw FileFailure(.run, program, code: code) }
    guard let status = try status(of: identifier, program) else {
      throw FileFailure(.run, program, .timeout(seconds: longest))
    }
    // An exit status stands in the second byte; a signal in the first.
    return Outcome(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
      output: try contents(of: output, "the output of \(program)", upTo: limit),
      errors: try contents(of: errors, "the errors of \(program)", upTo: limit))
  }

  /// The variables of this process but for those with these names, as they are, whatever their encoding.
  private static func environment(without names: some Sequence<String>) -> [UnsafeMutablePointer<CChar>?] {
    var inherited: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let variable = next.pointee {
      if !names.contains(where: { strncmp(variable, "\($0)=", $0.utf8.count + 1) == 0 }) { inherited.append(variable) }
      next += 1
    }
    return inherited
  }

  /// What the process with this identifier, which runs `program`, ends with; `nil` if it had to be stopped.
  private static func status(of identifier: pid_t, _ program: String) throws(FileFailure) -> Int32? {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(longest)
    var (status, pause): (Int32, UInt32) = (0, 500)
    while true {
      let found = waitpid(identifier, &status, WNOHANG)
      if found == identifier { return status }
      if found < 0, errno != EINTR { throw FileFailure(.run, program, code: errno) }
      if clock.now > end { break }
      usleep(pause)
      pause = min(2 * pause, 20_000)
    }
    kill(identifier, SIGKILL)
    waitpid(identifier, &status, 0)
    return nil
  }

  /// A file without a name, for writing and reading.
  private static func temporaryFile() throws(FileFailure) -> Int32 {
    let folder = temporaryDirectory
    var template = Array("\(folder)/sharespec-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
      throw FileFailure(.create, folder, code: errno)
    }
    unlink(&template)
    return descriptor
  }

  private static func contents(
    of descriptor: Int32, _ name: String, upTo limit: Int
  ) throws(FileFailure) -> [UInt8] {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileFailure(.read, name, code: errno) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileFailure(.read, name, code: errno) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
