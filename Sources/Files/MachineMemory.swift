import Glibc

/// The memory of this machine, as far as this process may have it.
package struct MachineMemory: Hashable, Sendable {
  /// In bytes; infinite where the system does not say.
  package let total: Double

  /// What of it is free, or can be freed at once, in bytes.
  package let available: Double

  package init(total: Double, available: Double) {
    self.total = total
    self.available = available
  }

  /// The memory now: the machine's, or what a control group or `ulimit -v` leaves of it.
  package static var current: MachineMemory {
    let files = LocalFileSystem()
    // A file that cannot be read sets no limit, like one that is not there, as on systems without control groups.
    func text(_ path: String) -> String {
      String(decoding: (try? files.contents(of: path, upTo: .systemFile)) ?? [], as: UTF8.self)
    }
    return MachineMemory(
      meminfo: text("/proc/meminfo"), limit: text("/sys/fs/cgroup/memory.max"),
      usage: text("/sys/fs/cgroup/memory.current")
    ).limited(to: addressSpace)
  }

  /// The bytes that this process may have mapped at a time; infinite without a limit.
  package static var addressSpace: Double {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max) else {
      return .infinity
    }
    return Double(limit.rlim_cur)
  }

  /// The bytes of the machine, or of what this process may have mapped of them.
  static var installed: Double {
    min(Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE))), addressSpace)
  }

  private func limited(to limit: Double) -> MachineMemory {
    MachineMemory(total: min(total, limit), available: min(available, limit))
  }

  /// The memory that Linux's files report.
  init(meminfo: String, limit: String, usage: String) {
    func amount(_ name: String) -> Double {
      let line = meminfo.split(separator: "\n").first { $0.hasPrefix("\(name):") }
      // In units of 1,024 bytes.
      return line.flatMap { Double($0.filter(\.isNumber)) }.map { 1024 * $0 } ?? .infinity
    }
    func number(_ text: String) -> Double? { Double(text.filter { !$0.isWhitespace }) }
    let limit = number(limit) ?? .infinity
    total = min(amount("MemTotal"), limit)
    available = min(amount("MemAvailable"), max(0, limit - (number(usage) ?? 0)))
  }
}
