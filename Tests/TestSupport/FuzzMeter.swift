import Foundation

/// The processor time that the current thread has used.
package func threadTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// What a reader needs for many random inputs: the time for each of them, and the memory for all.
package struct FuzzMeter {
  /// Whether `SHARESPEC_FUZZ` asks for many inputs, so that fuzzing is all that the process does.
  package static let isLong = ProcessInfo.processInfo.environment["SHARESPEC_FUZZ"] != nil

  /// The most processor time for one input. Inputs take milliseconds, also where tests run unoptimised.
  private static let mostTime = Duration.seconds(2)

  /// The most memory of the process, in MiB; other tests in the process count too, so it holds for the long form.
  private static let mostMemory = 500

  private let name: String
  private let start = threadTime()

  /// The inputs tried, and those that were read.
  package private(set) var tried = 0
  package private(set) var accepted = 0

  private var longest = Duration.zero
  private var slow: [String] = []

  package init(_ name: String) { self.name = name }

  /// Measures how long `check` takes for `input`, which it returns true of where the reader accepts it.
  package mutating func measure(_ input: [UInt8], _ check: ([UInt8]) throws -> Bool) rethrows {
    let begin = threadTime()
    let isAccepted = try check(input)
    let time = threadTime() - begin
    tried += 1
    if isAccepted { accepted += 1 }
    longest = max(longest, time)
    if time > Self.mostTime, slow.count < 3 {
      slow.append("\(name): \(time) for \(String(decoding: input.prefix(4_000), as: UTF8.self).debugDescription)")
    }
  }

  /// The limits that were exceeded. The long form also prints what was tried.
  package func finish() -> [String] {
    guard Self.isLong else { return slow }
    let memory = Self.peakMemory
    print(
      "\(name): \(tried) inputs, \(accepted) accepted, \(threadTime() - start) of processor time,",
      "at most \(longest) for one; at most \(memory) MiB")
    return slow + (memory > Self.mostMemory ? ["\(name): \(memory) MiB"] : [])
  }

  /// The most memory that the process has had at once, in MiB.
  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
